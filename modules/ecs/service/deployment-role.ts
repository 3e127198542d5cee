import type { TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import { Role } from '../../identity/role';
import { roleText } from '../../identity/role-text';
import type { IRoute } from '../../load-balancing/load-balancer';
import { awsLocation } from '../../shared/aws-location';
import { ecsTrust } from '../task/ecs-trust';
import type { DeploymentHook } from './deployment';

/**
 * What ECS itself may do during a deployment that shifts traffic: move targets and weights of this one route, and ask
 * the functions of the hooks.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
 */
export class DeploymentRole extends Construct {
  public readonly role: Role;

  public constructor(
    scope: Construct,
    id: string,
    props: {
      readonly route?: IRoute;
      readonly hooks: readonly DeploymentHook[];
      readonly permissionsBoundaryArn?: string;
    },
  ) {
    super(scope, id);
    const { route, hooks, permissionsBoundaryArn } = props;
    const { region = '*', partition } = awsLocation(this);
    const account = accountIdOf(this);
    this.role = new Role(this, 'Role', {
      description: roleText(`What ECS may do to shift traffic of ${scope.node.path}`),
      assumedBy: [ecsTrust(this, 'ecs')],
      permissionsBoundaryArn,
    });
    if (route !== undefined) this.grantShift(route, `arn:${partition}:elasticloadbalancing:${region}:${account}`);
    if (hooks.length > 0) {
      this.role.addToPolicy({
        actions: ['lambda:InvokeFunction'],
        resources: [...new Set(hooks.map(({ functionArn }) => functionArn))].sort(),
      });
    }
  }

  /** The service must go before the rights do, or ECS cannot take its targets away. */
  public completeBefore(resource: TerraformResource): void {
    this.role.completeBefore(resource);
  }

  private grantShift(route: IRoute, arnPrefix: string): void {
    const { targetGroup, alternateTargetGroup, productionListenerRuleArn, testListenerRuleArn, loadBalancer } = route;
    const groups = [targetGroup, alternateTargetGroup].flatMap((group) =>
      group === undefined ? [] : [group.targetGroupArn],
    );
    const rules = [productionListenerRuleArn, testListenerRuleArn].flatMap((arn) => (arn === undefined ? [] : [arn]));
    // AWS has no resource level for reading.
    this.role.addToPolicy({
      actions: [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      resources: ['*'],
    });
    this.role.addToPolicy({
      actions: ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
      resources: groups,
    });
    this.role.addToPolicy({ actions: ['elasticloadbalancing:ModifyRule'], resources: rules });
    // Rules and listeners of this balancer only; a listener's own ARN is not known where the route has a rule.
    this.role.addToPolicy({
      actions: ['elasticloadbalancing:ModifyListener'],
      resources: [`${arnPrefix}:listener/${loadBalancer.arnSuffix}/*`],
    });
  }
}
