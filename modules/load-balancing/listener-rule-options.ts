import type { Unchecked } from '../shared/problems';
import type { Authentication } from './authentication';
import type { ListenerAction } from './listener-action';
import type { RuleConditions } from './rule-conditions';

/** A rule, without the listener that it joins. */
export interface ListenerRuleOptions {
  /** Which requests; 1-5 values in all. */
  readonly conditions: RuleConditions;
  readonly action: ListenerAction;
  /** 1-50000, lower ones first. @default computed from the conditions and the rule's path; README, "Priorities" */
  readonly priority?: number;
  /** Users log in before the action; HTTPS listeners only. @default nobody has to */
  readonly authenticate?: Authentication;
  /**
   * Who changes the weights after the first apply. `deployment`: ECS moves traffic between the target groups, so Terraform
   * leaves the action alone, and makes the rule anew when the routing that is written here changes.
   * @default 'terraform'
   */
  readonly shiftedBy?: 'terraform' | 'deployment';
  /** Refusals that do not apply here, with the reason. */
  readonly unchecked?: readonly Unchecked[];
}
