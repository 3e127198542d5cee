import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type App, TerraformOutput, TerraformStack } from 'cdktf';
import {
  ApplicationLoadBalancer,
  type IApplicationLoadBalancer,
  loadBalancerOutputs,
  type RuleConditions,
} from '../../../modules/load-balancing';
import { type INetwork, Port, SecurityGroup } from '../../../modules/network';
import { publishOutputs, type RemoteState, readOutputs } from '../../../modules/state';
import { refusal, resources, synth, synthApp, theResource } from '../../support/synth';
import { balancer, CERTIFICATE, existingNetwork } from './parts';

const TARGET = { kind: 'ip', port: 8080 } as const;

function tasks(stack: TerraformStack, network: INetwork, id = 'Tasks'): SecurityGroup {
  return new SecurityGroup(stack, id, { network, description: 'Tasks', egress: 'none' });
}

describe('[row 66] a route', () => {
  it('gives a target group, the rule that leads to it and what the service waits for', () => {
    const json = synth((stack) => {
      const route = balancer(stack).listener.addRoute(stack, 'Web', { target: TARGET });
      expect(route.attachments).toEqual([route.rule.rule]);
    });
    expect(theResource(json, 'aws_lb_target_group')).toMatchObject({ target_type: 'ip', port: 8080 });
    expect(theResource(json, 'aws_lb_listener_rule').action).toMatchObject([{ type: 'forward' }]);
  });

  it('opens the traffic port from the balancer to the tasks, and nothing else', () => {
    const json = synth((stack) => {
      const network = existingNetwork(stack);
      const route = balancer(stack, { network }).listener.addRoute(stack, 'Web', { target: TARGET });
      route.connect(tasks(stack, network));
    });
    const rule = { from_port: 8080, to_port: 8080, ip_protocol: 'tcp' };
    expect(theResource(json, 'aws_vpc_security_group_egress_rule')).toMatchObject(rule);
    const inward = resources(json, 'aws_vpc_security_group_ingress_rule').filter((r) => r.cidr_ipv4 === undefined);
    expect(inward).toMatchObject([{ ...rule, description: 'Balancer to Tasks on tcp-8080' }]);
  });

  it('opens the port of the health check too, where it is another one', () => {
    const json = synth((stack) => {
      const network = existingNetwork(stack);
      const route = balancer(stack, { network }).listener.addRoute(stack, 'Web', {
        target: { ...TARGET, healthCheck: { port: 9090 } },
      });
      route.connect(tasks(stack, network));
    });
    const ports = resources(json, 'aws_vpc_security_group_egress_rule').map(({ from_port }) => from_port);
    expect(ports.sort()).toEqual([8080, 9090]);
  });

  it('[row 71] opens the ephemeral ports where the host port is dynamic', () => {
    const json = synth((stack) => {
      const network = existingNetwork(stack);
      const route = balancer(stack, { network }).listener.addRoute(stack, 'Web', {
        target: { ...TARGET, kind: 'instance' },
      });
      route.connect(tasks(stack, network), Port.tcpRange(32_768, 65_535));
    });
    expect(theResource(json, 'aws_vpc_security_group_egress_rule')).toMatchObject({
      from_port: 32_768,
      to_port: 65_535,
    });
  });

  it('refuses TCP targets, and gRPC without TLS', () => {
    expect(
      refusal((stack) => balancer(stack).listener.addRoute(stack, 'Web', { target: { ...TARGET, protocol: 'TCP' } })),
    ).toContain('target.protocol is "TCP"; allowed: HTTP or HTTPS behind an application load balancer');
    expect(
      refusal((stack) =>
        balancer(stack, { entry: { kind: 'http' } }).listener.addRoute(stack, 'Web', {
          target: { ...TARGET, protocolVersion: 'GRPC' },
        }),
      ),
    ).toContain('target.protocolVersion is "GRPC"; allowed: GRPC behind an HTTPS listener only');
  });

  it('leaves the rules of other services as they are', () => {
    const rules = (names: readonly string[]) =>
      synth((stack) => {
        const { listener } = balancer(stack);
        for (const name of names)
          listener.addRoute(stack, name, { target: TARGET, conditions: { paths: [`/${name}`] } });
      }).resource?.aws_lb_listener_rule ?? {};
    expect(rules(['users', 'orders', 'carts'])).toMatchObject(rules(['users', 'carts']));
  });
});

describe('[row 98] blue/green', () => {
  const build = (conditions: RuleConditions = { paths: ['/'] }) =>
    synth((stack) => {
      const alb = balancer(stack);
      const testListener = alb.addListener('Test', {
        port: 8443,
        protocol: { kind: 'https', certificate: CERTIFICATE },
      });
      const route = alb.listener.addRoute(stack, 'Web', {
        target: TARGET,
        conditions,
        deployment: { kind: 'blue-green', testListener },
      });
      expect(route.alternateTargetGroup).toBeDefined();
      expect(route.testListenerRuleArn).toBe(route.testRule?.ruleArn);
      expect(route.attachments).toHaveLength(2);
    });

  it('has two target groups, and rules that ECS moves and Terraform leaves alone', () => {
    const json = build();
    expect(resources(json, 'aws_lb_target_group')).toHaveLength(2);
    const rules = resources(json, 'aws_lb_listener_rule');
    expect(rules).toHaveLength(2);
    for (const { action, lifecycle } of rules) {
      expect(action).toMatchObject([{ type: 'forward', forward: { target_group: [{ weight: 100 }, { weight: 0 }] } }]);
      expect(lifecycle).toMatchObject({ ignore_changes: ['action'] });
    }
  });

  it('makes the rule anew when the declared routing changes, which ignoring the action would hide', () => {
    const json = build();
    const [rule] = resources(json, 'aws_lb_listener_rule');
    expect(rule?.lifecycle).toMatchObject({ replace_triggered_by: [expect.stringMatching(/^terraform_data\./)] });
    const [declared] = resources(json, 'terraform_data');
    expect(JSON.stringify(declared?.input)).toMatch(/aws_lb_target_group.*\.arn/);
  });

  it('refuses a test listener of another balancer', () => {
    const message = refusal((stack) => {
      const network = existingNetwork(stack);
      const testListener = balancer(stack, { network }, 'Other').listener;
      balancer(stack, { network }).listener.addRoute(stack, 'Web', {
        target: TARGET,
        deployment: { kind: 'blue-green', testListener },
      });
    });
    expect(message).toContain('deployment.testListener is "test/Other/Https"; allowed: a listener of the same');
  });

  it('ignores nothing where Terraform alone writes', () => {
    const json = synth((stack) => balancer(stack).listener.addRoute(stack, 'Web', { target: TARGET }));
    expect(theResource(json, 'aws_lb_listener_rule')).not.toHaveProperty('lifecycle');
    expect(json.resource).not.toHaveProperty('terraform_data');
  });
});

describe('a balancer that exists', () => {
  const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shared/50dc6c495c0c9188';
  const ATTRIBUTES = {
    loadBalancerArn: ARN,
    securityGroupId: 'sg-0123456789abcdef0',
    vpcId: 'vpc-0123456789abcdef0',
    dnsName: 'shared.eu-west-1.elb.amazonaws.com',
    canonicalHostedZoneId: 'Z32O12XQLNTSW2',
    listener: { listenerArn: `${ARN.replace('loadbalancer', 'listener')}/0467ef3c8400ae65` },
  };

  const label = (make: (stack: TerraformStack) => IApplicationLoadBalancer): unknown =>
    synth((stack) => {
      const { resourceLabel } = make(stack).listener.addRoute(stack, 'Web', { target: TARGET });
      new TerraformOutput(stack, 'label', { value: resourceLabel, staticId: true });
    }).output?.label?.value;

  it('[row 87] has the resource label that scaling by requests needs', () => {
    expect(label((stack) => ApplicationLoadBalancer.fromAttributes(stack, 'Shared', ATTRIBUTES))).toMatch(
      /^app\/shared\/50dc6c495c0c9188\/\$\{aws_lb_target_group\..*\.arn_suffix\}$/,
    );
    expect(label((stack) => balancer(stack))).toMatch(
      /^\$\{aws_lb\..*\.arn_suffix\}\/\$\{aws_lb_target_group\..*\.arn_suffix\}$/,
    );
  });

  it('[row 87] has it too when the ARN is known only to Terraform', () => {
    expect(label((stack) => ApplicationLoadBalancer.fromLookup(stack, 'Shared', { name: 'shared' }))).toMatch(
      /^\$\{element\(split\(":loadbalancer\/", data\.aws_lb\..*\.arn\), 1\)\}\/\$\{aws_lb_target_group\..*\.arn_suffix\}$/,
    );
  });

  it("[row 79] names the balancer in the metrics' dimensions", () => {
    synth((stack) => {
      const alb = ApplicationLoadBalancer.fromAttributes(stack, 'Shared', ATTRIBUTES);
      expect(alb.metrics.target5xx()).toEqual({
        namespace: 'AWS/ApplicationELB',
        metricName: 'HTTPCode_Target_5XX_Count',
        dimensions: { LoadBalancer: 'app/shared/50dc6c495c0c9188' },
        statistic: 'Sum',
        period: 60,
      });
      const route = alb.listener.addRoute(stack, 'Web', { target: TARGET });
      expect(Object.keys(route.metrics.target5xx().dimensions)).toEqual(['LoadBalancer', 'TargetGroup']);
      expect(Object.keys(route.metrics.balancer5xx().dimensions)).toEqual(['LoadBalancer']);
    });
  });

  it('gets the way out to the tasks in the stack of the service', () => {
    const json = synth((stack) => {
      const alb = ApplicationLoadBalancer.fromAttributes(stack, 'Shared', ATTRIBUTES);
      alb.listener.addRoute(stack, 'Web', { target: TARGET }).connect(tasks(stack, existingNetwork(stack)));
    });
    expect(theResource(json, 'aws_vpc_security_group_egress_rule')).toMatchObject({
      security_group_id: 'sg-0123456789abcdef0',
      from_port: 8080,
    });
    expect(json.resource).not.toHaveProperty('aws_lb');
    expect(json.resource).not.toHaveProperty('aws_lb_listener');
  });

  it.each([
    ['loadBalancerArn', { loadBalancerArn: ARN.replace('/app/', '/net/') }],
    ['securityGroupId', { securityGroupId: 'default' }],
    ['listener.listenerArn', { listener: { listenerArn: ARN } }],
  ])('refuses a bad %s', (field, bad) => {
    expect(
      refusal((stack) => ApplicationLoadBalancer.fromAttributes(stack, 'Shared', { ...ATTRIBUTES, ...bad })),
    ).toContain(`${field} is `);
  });

  it('shares its priorities with every import of it in the app', () => {
    expect(() =>
      synthApp((app) => {
        for (const name of ['orders', 'users']) {
          const stack = new TerraformStack(app, name);
          new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
          const alb = ApplicationLoadBalancer.fromAttributes(stack, 'Shared', ATTRIBUTES);
          alb.listener.addRoute(stack, 'Route', { target: TARGET, conditions: { paths: [`/${name}`] }, priority: 10 });
        }
      }),
    ).toThrow(/priority is 10; allowed: .* orders\/Route\/Rule has 10/);
  });
});

it('[row 69] two stacks put rules on one published balancer, and its own stack stays the same', () => {
  const remoteState: RemoteState = { kind: 's3', bucket: 'acme-tfstate' };
  const build = (services: readonly string[]) =>
    synthApp((app: App) => {
      const stackOf = (name: string): TerraformStack => {
        const stack = new TerraformStack(app, name);
        new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
        return stack;
      };
      const platform = stackOf('platform');
      publishOutputs(platform, loadBalancerOutputs(balancer(platform, { name: 'shared' })));
      for (const name of services) {
        const stack = stackOf(name);
        const outputs = readOutputs(stack, 'Platform', remoteState, { environment: 'dev', component: 'platform' });
        const alb = ApplicationLoadBalancer.fromRemoteState(stack, 'Shared', { outputs, loadBalancerName: 'shared' });
        const route = alb.listener.addRoute(stack, 'Route', { target: TARGET, conditions: { paths: [`/${name}`] } });
        route.connect(tasks(stack, existingNetwork(stack)));
      }
    });
  const both = build(['orders', 'users']);
  expect(both.platform).toEqual(build([]).platform);
  const rules = ['orders', 'users'].map((name) => theResource(both[name] ?? {}, 'aws_lb_listener_rule'));
  for (const { listener_arn } of rules) {
    expect(listener_arn).toMatch(/^\$\{data\.terraform_remote_state\..*load_balancer_listener_arn/);
  }
  expect(new Set(rules.map(({ priority }) => priority)).size).toBe(2);
});

it('takes a balancer of another stack as the object it is', () => {
  const stacks = synthApp((app: App) => {
    const [platform, orders] = ['platform', 'orders'].map((name) => {
      const stack = new TerraformStack(app, name);
      new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
      return stack;
    });
    if (platform === undefined || orders === undefined) return;
    const alb = balancer(platform);
    const route = alb.listener.addRoute(orders, 'Route', { target: TARGET });
    route.connect(tasks(orders, existingNetwork(orders)));
  });
  expect(stacks.platform?.resource).not.toHaveProperty('aws_lb_listener_rule');
  expect(theResource(stacks.orders ?? {}, 'aws_lb_listener_rule').listener_arn).toMatch(
    /^\$\{data\.terraform_remote_state\./,
  );
  expect(resources(stacks.orders ?? {}, 'aws_vpc_security_group_egress_rule')).toHaveLength(1);
});
