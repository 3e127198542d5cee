import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { DataResource, dependable, type TerraformResourceLifecycle } from 'cdktf';
import { Construct } from 'constructs';
import { Peer } from '../network/peer';
import { Port } from '../network/port';
import { acceptUnchecked, type Issue, report } from '../shared/problems';
import { check, checkLiteral } from '../shared/validation';
import { authenticationAction, validateAuthentication } from './authentication';
import type { IApplicationListener, IListenerRule } from './i-application-load-balancer';
import { type ListenerAction, listenerAction, validateListenerAction } from './listener-action';
import type { ListenerRuleOptions } from './listener-rule-options';
import { LoadBalancerLedger } from './load-balancer-ledger';
import { conditionBlocks, validateRuleConditions } from './rule-conditions';

export interface ListenerRuleProps extends ListenerRuleOptions {
  readonly listener: IApplicationListener;
}

/** One rule of an application listener: these requests, in this order, go there. */
export class ListenerRule extends Construct implements IListenerRule {
  public readonly rule: LbListenerRule;
  public readonly ruleArn: string;
  public readonly priority: number;
  /** The routing as written, whose change makes the rule anew while a deployment owns the action. */
  public readonly declaredRouting?: DataResource;

  public constructor(scope: Construct, id: string, props: ListenerRuleProps) {
    super(scope, id);
    acceptUnchecked(this, props.unchecked);
    report(this, validateListenerRuleProps(props));
    const { listener, conditions, action, authenticate, shiftedBy = 'terraform' } = props;
    const { priority, issues } = LoadBalancerLedger.of(listener.loadBalancer).claimPriority({
      rule: this,
      port: listener.port,
      conditions,
      priority: props.priority,
    });
    report(this, issues);
    this.priority = priority;
    const routing = listenerAction(action);
    if (shiftedBy === 'deployment') {
      this.declaredRouting = new DataResource(this, 'DeclaredRouting', { input: declared(action) });
    }
    this.rule = new LbListenerRule(this, 'Rule', {
      listenerArn: listener.listenerArn,
      priority,
      condition: conditionBlocks(conditions),
      action: authenticate === undefined ? [routing] : [authenticationAction(authenticate), { ...routing, order: 2 }],
      lifecycle: lifecycleOf(this.declaredRouting),
    });
    this.ruleArn = this.rule.arn;
    if (authenticate !== undefined) {
      // The balancer itself asks the identity provider for tokens.
      listener.loadBalancer.connections.allowTo(Peer.anyIpv4(), Port.tcp(443));
    }
  }
}

function lifecycleOf(routing: DataResource | undefined): TerraformResourceLifecycle | undefined {
  return routing === undefined ? undefined : { ignoreChanges: ['action'], replaceTriggeredBy: [dependable(routing)] };
}

/** Target groups and weights; a replaced group has another ARN, and the rule has to let go of the old one. */
function declared(action: ListenerAction): Record<string, unknown> {
  if (action.kind !== 'forward') return { kind: action.kind };
  return { targets: action.targets.map(({ targetGroup, weight = 1 }) => `${targetGroup.targetGroupArn} ${weight}`) };
}

/** Pure but for the listener's protocol. */
export function validateListenerRuleProps(props: ListenerRuleProps): Issue[] {
  const { listener, conditions, action, authenticate, priority, shiftedBy } = props;
  return [
    ...checkLiteral('priority', priority),
    ...validateRuleConditions(conditions),
    ...validateListenerAction('action', action),
    ...(authenticate === undefined ? [] : validateAuthentication(authenticate)),
    ...check('authenticate', authenticate?.kind, () => listener.protocol === 'HTTPS', {
      limit: 'none on a plain HTTP listener, where tokens could be read on the way',
      fix: 'add the rule to an HTTPS listener',
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html',
    }),
    ...check('shiftedBy', shiftedBy, (who) => who === 'terraform' || action.kind === 'forward', {
      limit: '"terraform" unless the action forwards: a deployment shifts the weights of target groups',
      fix: 'leave shiftedBy out',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html',
    }),
  ];
}
