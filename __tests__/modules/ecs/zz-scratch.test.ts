import { writeFileSync } from 'node:fs';
import { EcsCluster } from '../../../modules/ecs/ecs-cluster';
import { EcsService } from '../../../modules/ecs/ecs-service';
import { Network } from '../../../modules/network';
import { synth } from '../../support/synth';
it('x', () => {
  const json = synth((stack) => {
    const network = new Network(stack, 'Network', {});
    const cluster = new EcsCluster(stack, 'Cluster', { network });
    new EcsService(stack, 'web', {
      cluster, image: 'nginx:1.27', port: 80,
      expose: { domainName: 'web.acme.dev', hostedZone: 'acme.dev' },
      scaling: { min: 2, max: 10, cpuPercent: 70 },
    });
  });
  writeFileSync('/tmp/progA.json', JSON.stringify(json, null, 1));
});
