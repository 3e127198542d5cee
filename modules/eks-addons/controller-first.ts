import {
  DefaultTokenResolver,
  type IAspect,
  StringConcat,
  TerraformResource,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import type { IConstruct } from 'constructs';
import { addDependency } from '../shared/dependencies';
import { HelmRelease } from './helm-release';

/** Resources that can make a Service, an Ingress or a TargetGroupBinding, which the controller's webhooks must admit. */
const ADMITTED = /^(helm_release|kubernetes_(manifest|service|ingress)(_v1)?)$/;

/**
 * Makes all that needs the AWS Load Balancer Controller wait for its release, and go before it on destroy, so that
 * nothing meets a webhook without endpoints and no load balancer is left behind. As an aspect it reaches what was built
 * before the controller, after it, and by hand.
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/4140
 */
export class ControllerFirst implements IAspect {
  private before?: ReadonlySet<string>;

  public constructor(private readonly controller: HelmRelease) {}

  public visit(node: IConstruct): void {
    if (!TerraformResource.isTerraformResource(node) || !ADMITTED.test(node.terraformResourceType)) return;
    const { release } = this.controller;
    this.before ??= dependenciesOf(release);
    if (node === release || this.before.has(addressOf(node))) return;
    if (precedesController(node)) addDependency(release, node);
    else addDependency(node, release);
  }
}

function precedesController({ node: { scope } }: TerraformResource): boolean {
  return scope instanceof HelmRelease && scope.precedesLoadBalancerController;
}

/** Addresses of all that `resource` waits for, directly or through others: an edge back would be a cycle. */
function dependenciesOf(resource: TerraformResource): Set<string> {
  const stack = TerraformStack.of(resource);
  const all = stack.node
    .findAll()
    .filter((node): node is TerraformResource => TerraformResource.isTerraformResource(node));
  const byAddress = new Map(all.map((node) => [addressOf(node), node]));
  const resolver = new DefaultTokenResolver(new StringConcat());
  const edgesOf = (node: TerraformResource | undefined): string[] =>
    Tokenization.resolve(node?.dependsOn ?? [], { scope: stack, resolver });
  const seen = new Set<string>();
  const open = edgesOf(resource);
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    if (seen.has(address)) continue;
    seen.add(address);
    open.push(...edgesOf(byAddress.get(address)));
  }
  return seen;
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
