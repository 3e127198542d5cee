import { EcsService } from '../../../modules/ecs';
import { explain, Network, Peer, Port, type Reachability, SecurityGroup } from '../../../modules/network';
import { platform } from '../../support/ecs';
import { synth } from '../../support/synth';

/** Asks while the program is there. */
function asked(ask: (groups: { a: SecurityGroup; b: SecurityGroup; elsewhere: SecurityGroup }) => Reachability) {
  let answer: Reachability | undefined;
  synth((stack) => {
    const network = new Network(stack, 'Network', {});
    const other = new Network(stack, 'Other', { cidrBlock: '10.1.0.0/16' });
    answer = ask({
      a: new SecurityGroup(stack, 'Api', { network, description: 'callers', egress: 'none' }),
      b: new SecurityGroup(stack, 'Database', { network, description: 'called' }),
      elsewhere: new SecurityGroup(stack, 'Elsewhere', { network: other, description: 'called' }),
    });
  });
  return answer;
}

describe('why one thing reaches another', () => {
  it('names the rule out, the rule in and the route', () => {
    const answer = asked(({ a, b }) => {
      b.connections.allowFrom(a, Port.tcp(5432));
      return explain(a, b, Port.tcp(5432));
    });
    expect(answer).toEqual({
      reachable: true,
      reasons: [
        'Api may open tcp-5432 to Database',
        'Database takes tcp-5432 from Api',
        'Api and Database are in one VPC, whose subnets reach each other',
      ],
    });
  });

  it('says which rule is missing, and what to call', () => {
    const answer = asked(({ a, b }) => {
      b.connections.allowFrom(a, Port.tcp(5432));
      return explain(a, b, Port.tcp(3306));
    });
    expect(answer?.reachable).toBe(false);
    expect(answer?.reasons).toContain('no egress rule of Api admits tcp-3306 to Database: allowTo');
    expect(answer?.reasons).toContain('no ingress rule of Database admits tcp-3306 from Api: allowFrom');
  });

  it('is not both ways: a rule names who begins', () => {
    const answer = asked(({ a, b }) => {
      b.connections.allowFrom(a, Port.tcp(5432));
      return explain(b, a, Port.tcp(5432));
    });
    expect(answer?.reachable).toBe(false);
  });

  it('knows ranges and all ports', () => {
    const ports = [Port.tcp(8005), Port.tcp(8011), Port.udp(8005)];
    const answers = ports.map((port) =>
      asked(({ a, b }) => {
        b.connections.allowFrom(a, Port.tcpRange(8000, 8010));
        return explain(a, b, port);
      }),
    );
    expect(answers.map((answer) => answer?.reachable)).toEqual([true, false, false]);
  });

  it('says no between two VPCs that nothing joins', () => {
    const answer = asked(({ a, elsewhere }) => {
      elsewhere.connections.allowFrom(a, Port.tcp(443));
      return explain(a, elsewhere, Port.tcp(443));
    });
    expect(answer).toMatchObject({
      reachable: false,
      reasons: expect.arrayContaining(['Api and Elsewhere are in different VPCs, and no route joins them']),
    });
  });

  it('follows the subnets of a service to the internet: over NAT, or not at all', () => {
    const answers: Reachability[] = [];
    synth((stack) => {
      const { network, cluster } = platform(stack);
      const image = 'nginx:1.27';
      const web = new EcsService(stack, 'web', { cluster, network, image });
      answers.push(explain(web, Peer.anyIpv4(), Port.tcp(443)), explain(web, Peer.anyIpv4(), Port.tcp(25)));
      const isolated = network.subnets.map((subnet) => ({ ...subnet, egress: 'none' as const }));
      answers.push(explain({ connections: web.connections, subnets: isolated }, Peer.anyIpv4(), Port.tcp(443)));
    });
    expect(answers.map(({ reachable }) => reachable)).toEqual([true, false, false]);
    expect(answers[2]?.reasons[1]).toContain('no route leads out of the subnets');
  });
});
