import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { IConnectable } from '../network/connections';
import { Port } from '../network/port';
import { acceptUnchecked, type Issue, report } from '../shared/problems';
import { check } from '../shared/validation';
import type {
  ApplicationRouteProps,
  IApplicationListener,
  IApplicationLoadBalancer,
  IApplicationRoute,
} from './i-application-load-balancer';
import { ListenerRule } from './listener-rule';
import type { ApplicationLoadBalancerMetrics } from './load-balancer-metrics';
import { TargetGroup } from './target-group';
import { APPLICATION_TARGET_PROTOCOLS } from './target-protocol';

/** A target group, and the rule of an application listener that leads to it. */
export class ApplicationRoute extends Construct implements IApplicationRoute {
  public readonly loadBalancer: IApplicationLoadBalancer;
  public readonly targetGroup: TargetGroup;
  public readonly alternateTargetGroup?: TargetGroup;
  public readonly rule: ListenerRule;
  public readonly testRule?: ListenerRule;
  public readonly productionListenerRuleArn: string;
  public readonly testListenerRuleArn?: string;
  public readonly attachments: readonly ITerraformDependable[];
  public readonly resourceLabel: string;
  public readonly metrics: ApplicationLoadBalancerMetrics;

  public constructor(scope: Construct, id: string, listener: IApplicationListener, props: ApplicationRouteProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateApplicationRouteProps(props, listener));
    const { target, conditions = { paths: ['/'] }, priority, authenticate, deployment = { kind: 'rolling' } } = props;
    const { loadBalancer } = listener;
    const { vpcId } = loadBalancer;
    this.loadBalancer = loadBalancer;
    this.targetGroup = new TargetGroup(this, 'Targets', { ...target, vpcId });
    const targets = [{ targetGroup: this.targetGroup, weight: 100 }];
    if (deployment.kind === 'blue-green') {
      this.alternateTargetGroup = new TargetGroup(this, 'AlternateTargets', { ...target, vpcId, alternate: true });
      targets.push({ targetGroup: this.alternateTargetGroup, weight: 0 });
    }
    const action = { kind: 'forward', targets } as const;
    const shiftedBy = deployment.kind === 'blue-green' ? 'deployment' : 'terraform';
    this.rule = new ListenerRule(this, 'Rule', { listener, conditions, action, priority, authenticate, shiftedBy });
    if (deployment.kind === 'blue-green' && deployment.testListener !== undefined) {
      const { testListener } = deployment;
      this.testRule = new ListenerRule(this, 'TestRule', { listener: testListener, conditions, action, shiftedBy });
    }
    this.productionListenerRuleArn = this.rule.ruleArn;
    this.testListenerRuleArn = this.testRule?.ruleArn;
    this.attachments = [this.rule, this.testRule].flatMap((rule) => (rule === undefined ? [] : [rule.rule]));
    this.resourceLabel = `${loadBalancer.arnSuffix}/${this.targetGroup.arnSuffix}`;
    this.metrics = loadBalancer.metrics.of(this.targetGroup);
  }

  public connect(target: IConnectable, port: Port = Port.tcp(this.targetGroup.port)): void {
    target.connections.allowFrom(this.loadBalancer, port);
    const { healthCheckPort } = this.targetGroup;
    if (healthCheckPort !== undefined) target.connections.allowFrom(this.loadBalancer, Port.tcp(healthCheckPort));
  }
}

const SEE = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html';

/** What the target and the listener have to agree on. */
export function validateApplicationRouteProps(
  { target, deployment }: ApplicationRouteProps,
  listener: IApplicationListener,
): Issue[] {
  const testListener = deployment?.kind === 'blue-green' ? deployment.testListener : undefined;
  const allowed: readonly string[] = APPLICATION_TARGET_PROTOCOLS;
  return [
    ...check('target.protocol', target.protocol, (protocol) => allowed.includes(protocol), {
      limit: 'HTTP or HTTPS behind an application load balancer',
      fix: 'use a NetworkLoadBalancer for TCP, UDP and TLS',
      see: SEE,
    }),
    ...check('target.protocolVersion', target.protocolVersion, (v) => v !== 'GRPC' || listener.protocol === 'HTTPS', {
      limit: 'GRPC behind an HTTPS listener only: clients negotiate HTTP/2 inside TLS',
      fix: 'give the listener a certificate',
      see: SEE,
    }),
    ...check(
      'deployment.testListener',
      testListener?.node.path,
      () => testListener?.loadBalancer === listener.loadBalancer,
      {
        limit: 'a listener of the same load balancer',
        fix: 'add the test listener to the balancer that takes the production traffic',
        see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html',
      },
    ),
  ];
}
