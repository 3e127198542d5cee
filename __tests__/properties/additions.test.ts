import type { Construct } from 'constructs';
import fc from 'fast-check';
import {
  ApplicationLoadBalancer,
  EcsCluster,
  EcsService,
  EksCluster,
  Network,
  Peer,
  Port,
  SecurityGroup,
} from '../../index';
import type { StackJson } from '../support/synth';
import { answerTo, PARAMETERS } from './programs';

/** Every resource of a file by its address. Order of creation is no difference that Terraform would show. */
function resourcesOf(json: StackJson): Map<string, string> {
  return new Map(
    Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, { depends_on: _order, '//': _comment, ...body }]) => [
        `${type}.${name}`,
        JSON.stringify(body),
      ]),
    ),
  );
}

/** Addresses of what is gone or different in the larger program. */
function changes(smaller: StackJson, larger: StackJson): string[] {
  const after = resourcesOf(larger);
  return [...resourcesOf(smaller)].filter(([address, body]) => after.get(address) !== body).map(([address]) => address);
}

function accepted(build: (scope: Construct) => void): StackJson {
  const json = answerTo(build);
  if (json === 'refused') throw new Error('expected to be accepted');
  return json;
}

/** Whatever stands before it, one more part in any place of the list changes nothing that exists. */
function itAdds<T>(title: string, parts: readonly T[], build: (scope: Construct, parts: readonly T[]) => void): void {
  it(title, () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...parts], { minLength: 2 }), fc.nat(), (chosen, position) => {
        const added = position % chosen.length;
        const before = accepted((scope) => build(scope, chosen.toSpliced(added, 1)));
        expect(
          changes(
            before,
            accepted((scope) => build(scope, chosen)),
          ),
        ).toEqual([]);
      }),
      { ...PARAMETERS, numRuns: Math.ceil(PARAMETERS.numRuns / 3) },
    );
  });
}

describe('nothing that exists is changed by adding', () => {
  itAdds('a zone', ['a', 'b', 'c'], (scope, availabilityZones) => {
    new Network(scope, 'Network', { availabilityZones, tiers: ['public', 'private', 'isolated'], ipv6: true });
  });

  itAdds('a tier', ['isolated', 'data', 'pods', 'edge-2'], (scope, names) => {
    new Network(scope, 'Network', {
      tiers: ['public', 'private', ...names.map((name) => ({ name, prefixLength: 24 }))],
    });
  });

  itAdds('an endpoint', ['dynamodb', 'sts', 'logs', 'ecr.api'] as const, (scope, endpoints) => {
    new Network(scope, 'Network', { endpoints: ['s3', ...endpoints] });
  });

  itAdds('a security-group rule', [22, 80, 443, 5432, 8080], (scope, ports) => {
    const network = new Network(scope, 'Network');
    const [web, database] = ['Web', 'Database'].map(
      (id) => new SecurityGroup(scope, id, { network, description: id, egress: 'none' }),
    );
    for (const port of ports) {
      web?.connections.allowFrom(Peer.ipv4('10.0.0.0/8'), Port.tcp(port));
      if (web !== undefined) database?.connections.allowFrom(web, Port.tcp(port));
    }
  });

  itAdds('a service', ['web', 'api', 'admin', 'worker'], (scope, ids) => {
    const network = new Network(scope, 'Network');
    const cluster = new EcsCluster(scope, 'Cluster', { network });
    const loadBalancer = new ApplicationLoadBalancer(scope, 'Balancer', { network, entry: { kind: 'http' } });
    for (const id of ids) {
      new EcsService(scope, id, {
        cluster,
        image: 'nginx:1.27',
        port: 80,
        scaling: { min: 1, max: 4, cpuPercent: 70 },
        ...(id === 'worker' ? {} : { expose: { loadBalancer, paths: [`/${id}`] } }),
      });
    }
  });

  itAdds('a node group', ['System', 'Apps', 'Batch', 'Gpu'], (scope, ids) => {
    const cluster = new EksCluster(scope, 'Cluster', {
      network: new Network(scope, 'Network'),
      admins: ['arn:aws:iam::123456789012:role/Deploy'],
    });
    for (const id of ids) cluster.addNodeGroup(id, { labels: { role: id } });
  });
});
