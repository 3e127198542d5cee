import type { IConstruct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { type Issue, warn } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { checkWholeNumber } from '../shared/validation';
import { freePriority, priorityBand, wantedPriority } from './listener-priorities';
import type { ILoadBalancer } from './load-balancer';
import type { RuleConditions } from './rule-conditions';

/** What a rule asks for when it joins a listener. */
export interface PriorityRequest {
  /** The rule; its path is what the computed priority is made from. */
  readonly rule: IConstruct;
  /** The listener's port, which names it within its balancer. */
  readonly port: number;
  readonly conditions: RuleConditions;
  /** The priority that the user wrote. */
  readonly priority?: number;
}

interface TakenPriority {
  readonly by: string;
  readonly conditions: string;
}

const LEDGERS = Symbol.for('cdktf-aws-containers/load-balancer-ledgers');
const QUOTAS = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html';
const RULES = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html';

/** Rules of one balancer without the default ones; a quota that AWS raises on request. */
const RULE_QUOTA = 100;

/**
 * Ports and priorities of one balancer that are taken, over all stacks of the app. A balancer that is made in one stack
 * and imported by name in another is the same balancer here.
 */
export class LoadBalancerLedger {
  public static of(loadBalancer: ILoadBalancer): LoadBalancerLedger {
    const root = loadBalancer.node.root as IConstruct & { [LEDGERS]?: Map<string, LoadBalancerLedger> };
    if (root[LEDGERS] === undefined) Object.defineProperty(root, LEDGERS, { value: new Map() });
    const ledgers = root[LEDGERS] ?? new Map<string, LoadBalancerLedger>();
    const key = keyOf(loadBalancer);
    const ledger = ledgers.get(key) ?? new LoadBalancerLedger();
    ledgers.set(key, ledger);
    return ledger;
  }

  private readonly ports = new Map<number, IConstruct>();
  private readonly priorities = new Map<number, Map<number, TakenPriority>>();

  /** One listener per port: AWS has no second one, not even with another protocol. */
  public claimPort(port: number, owner: IConstruct): Issue[] {
    const other = this.ports.get(port);
    if (other === undefined) {
      this.ports.set(port, owner);
      return [];
    }
    return [
      {
        field: 'port',
        value: port,
        limit: `a port that no other listener of the load balancer has; ${other.node.path} listens on ${port}`,
        fix: 'use another port, or add rules to the listener that is there (NLB: one TCP_UDP listener for both)',
        see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html',
      },
    ];
  }

  /** Priorities of rules that are not in this app, so that computed ones avoid them. */
  public reserve(port: number, priorities: readonly number[]): void {
    for (const priority of priorities) {
      this.takenOn(port).set(priority, { by: 'a rule outside of this app', conditions: '' });
    }
  }

  public get ruleCount(): number {
    return [...this.priorities.values()].reduce((sum, taken) => sum + taken.size, 0);
  }

  /** The priority of a rule, and what is wrong with it. A rule that is there already is never moved. */
  public claimPriority(request: PriorityRequest): { readonly priority: number; readonly issues: Issue[] } {
    const taken = this.takenOn(request.port);
    const conditions = JSON.stringify(request.conditions);
    const twin = [...taken.values()].find((other) => other.conditions === conditions);
    const chosen = request.priority ?? this.computed(request);
    const other = taken.get(chosen);
    if (other === undefined) taken.set(chosen, { by: request.rule.node.path, conditions });
    return {
      priority: chosen,
      issues: [
        ...checkWholeNumber('priority', request.priority, [1, 50_000], {
          fix: 'leave it out to get a computed one, or take a number from 1 to 999, which are never computed',
          see: `${RULES}#listener-rule-priority`,
        }),
        ...(other === undefined ? [] : [priorityTaken(chosen, other)]),
        ...(twin === undefined ? [] : [sameConditions(request.conditions, twin)]),
        ...(this.ruleCount > RULE_QUOTA ? [tooManyRules(this.ruleCount)] : []),
      ],
    };
  }

  private computed({ rule, port, conditions }: PriorityRequest): number {
    const taken = this.takenOn(port);
    const band = priorityBand(conditions);
    const wanted = wantedPriority(rule.node.path, band);
    const chosen = freePriority(wanted, band, (priority) => taken.has(priority));
    const other = taken.get(wanted);
    if (other !== undefined) warn(rule, [sharedSlot(wanted, chosen, other)]);
    return chosen;
  }

  private takenOn(port: number): Map<number, TakenPriority> {
    const taken = this.priorities.get(port) ?? new Map<number, TakenPriority>();
    this.priorities.set(port, taken);
    return taken;
  }
}

function keyOf(loadBalancer: ILoadBalancer): string {
  const { loadBalancerArn, loadBalancerName } = loadBalancer;
  const here = awsLocation(loadBalancer);
  const [, , , region = here.region, accountId = here.accountId] = isUnknown(loadBalancerArn)
    ? []
    : loadBalancerArn.split(':');
  // A name means one balancer only within an account and a region.
  if (loadBalancerName === undefined || accountId === undefined || region === undefined) return loadBalancer.node.path;
  return [accountId, region, loadBalancerName].join('\n');
}

function priorityTaken(priority: number, { by }: TakenPriority): Issue {
  return {
    field: 'priority',
    value: priority,
    limit: `a priority that no other rule of the listener has; ${by} has ${priority}`,
    fix: 'take another number from 1 to 999, or leave priority out',
    see: `${RULES}#listener-rule-priority`,
  };
}

function sameConditions(conditions: RuleConditions, { by }: TakenPriority): Issue {
  return {
    field: 'conditions',
    value: conditions,
    limit: `conditions that no other rule of the listener has; ${by} has the same, and one of the two would get nothing`,
    fix: 'change the conditions of one, or share the requests with weighted targets in one rule',
    see: RULES,
  };
}

function tooManyRules(count: number): Issue {
  return {
    field: 'rules',
    value: count,
    limit: `${RULE_QUOTA} rules on a load balancer, without the default ones`,
    fix: 'use a second load balancer, or have the quota "Rules per Application Load Balancer" raised',
    see: QUOTAS,
    rule: 'load-balancing.rule-quota',
  };
}

function sharedSlot(wanted: number, chosen: number, { by }: TakenPriority): Issue {
  return {
    field: 'priority',
    value: chosen,
    limit: `${wanted}, but ${by} was declared first and has it`,
    fix: `write priority: ${chosen} to keep it whatever is declared before this rule`,
    see: 'modules/load-balancing/README.md#priorities',
  };
}
