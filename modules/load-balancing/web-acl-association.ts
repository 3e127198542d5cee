import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { Wafv2WebAclAssociation } from '@cdktf/provider-aws/lib/wafv2-web-acl-association';
import { Construct } from 'constructs';
import { generatedName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { check } from '../shared/validation';
import type { ILoadBalancer } from './load-balancer';

/** Which firewall stands in front. */
export type WebAclChoice =
  /** One of your own, by ARN; regional, in the balancer's region. */
  | { readonly kind: 'existing'; readonly webAclArn: string }
  /**
   * Three rule groups that AWS keeps up to date: common attacks, known bad inputs, addresses with a bad name. About
   * 8 USD a month and 0.60 USD per million requests. `count`: rules that only count, `SizeRestrictions_BODY` for a
   * program that takes uploads of more than 8 KiB. They block by default.
   */
  | { readonly kind: 'managed-rules'; readonly count?: readonly string[] };

export interface WebAclAssociationProps {
  readonly loadBalancer: ILoadBalancer;
  readonly webAcl: WebAclChoice;
}

/**
 * The order in which AWS's groups look at a request, cheapest first.
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
 */
const RULE_GROUPS = [
  'AWSManagedRulesAmazonIpReputationList',
  'AWSManagedRulesKnownBadInputsRuleSet',
  'AWSManagedRulesCommonRuleSet',
] as const;

type RuleGroup = (typeof RULE_GROUPS)[number];

/** Puts a web ACL before an application load balancer; one ACL per balancer, and one ACL may guard many. */
export class WebAclAssociation extends Construct {
  /** Only where it is made here. */
  public readonly webAcl?: Wafv2WebAcl;
  public readonly webAclArn: string;
  public readonly association: Wafv2WebAclAssociation;

  public constructor(scope: Construct, id: string, props: WebAclAssociationProps) {
    super(scope, id);
    const { loadBalancer, webAcl } = props;
    report(this, validateWebAcl(webAcl));
    if (webAcl.kind === 'managed-rules') this.webAcl = this.createWebAcl(webAcl.count ?? []);
    this.webAclArn = webAcl.kind === 'existing' ? webAcl.webAclArn : (this.webAcl?.arn ?? '');
    this.association = new Wafv2WebAclAssociation(this, 'Association', {
      resourceArn: loadBalancer.loadBalancerArn,
      webAclArn: this.webAclArn,
    });
  }

  private createWebAcl(count: readonly string[]): Wafv2WebAcl {
    const name = generatedName(this, { max: 128 });
    return new Wafv2WebAcl(this, 'WebAcl', {
      name,
      description: 'AWS managed rules in front of a load balancer',
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rule: RULE_GROUPS.map((group, index) => ({
        name: group,
        priority: index,
        overrideAction: { none: {} },
        // The binding passes statements on as they are, in Terraform's own spelling.
        statement: { managed_rule_group_statement: { vendor_name: 'AWS', name: group, ...overrides(group, count) } },
        visibilityConfig: visibility(group),
      })),
      visibilityConfig: visibility(name),
    });
  }
}

function overrides(
  group: RuleGroup,
  count: readonly string[],
): { rule_action_override?: { name: string; action_to_use: { count: Record<string, never> } }[] } {
  if (group !== 'AWSManagedRulesCommonRuleSet' || count.length === 0) return {};
  return { rule_action_override: [...count].sort().map((name) => ({ name, action_to_use: { count: {} } })) };
}

function visibility(metricName: string): {
  cloudwatchMetricsEnabled: true;
  metricName: string;
  sampledRequestsEnabled: true;
} {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateWebAcl(webAcl: WebAclChoice): Issue[] {
  const arn = webAcl.kind === 'existing' ? webAcl.webAclArn : undefined;
  return check('webAcl.webAclArn', arn, (text) => /^arn:[\w-]+:wafv2:[\w-]+:\d{12}:regional\/webacl\//.test(text), {
    limit: 'the ARN of a regional WAFv2 web ACL, "arn:aws:wafv2:<region>:<account>:regional/webacl/..."',
    fix: 'use a web ACL of scope REGIONAL; one of CloudFront (global) cannot guard a load balancer',
    see: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html',
  });
}
