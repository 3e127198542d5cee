import type { TerraformResource } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { Connections } from '../network/connections';
import type { INetwork } from '../network/i-network';
import { Port } from '../network/port';
import { addDependency } from '../shared/dependencies';
import { report } from '../shared/problems';
import type { ClusterEndpoint } from './cluster-endpoint';
import { type ClusterCompute, ComputeOrder, type ComputePart, type NodeGroupFacts } from './compute-order';
import type { IEksCluster, NodeAutoscaler } from './eks-cluster-interface';
import type { FargateSelector } from './fargate-selector';
import { IdentityProvider, type IdentityProviderProps } from './identity-provider';
import type { NodeBootstrap } from './nodeadm-user-data';
import type { PodNetworkFacts } from './pod-network';
import { ServiceAccountIdentity, type ServiceAccountIdentityProps } from './service-account-identity';

/** What made and found clusters share: who runs pods, who may come in, who scales the nodes, which pods have roles. */
export abstract class EksClusterBase extends Construct implements IEksCluster {
  public abstract readonly clusterName: string;
  public abstract readonly clusterArn: string;
  public abstract readonly version?: string;
  public abstract readonly region: string;
  public abstract readonly vpcId: string;
  public abstract readonly network?: INetwork;
  public abstract readonly clusterSecurityGroupId: string;
  public abstract readonly oidcIssuer?: string;
  public abstract readonly oidcProviderArn?: string;
  public abstract readonly podIdentity: boolean;
  public abstract readonly publicEndpoint: boolean;
  public abstract readonly podNetwork?: PodNetworkFacts;

  protected readonly order = new ComputeOrder();
  /** Compute that this program does not make: Auto Mode, or what runs in an existing cluster. */
  protected abstract readonly otherCompute: ClusterCompute;
  private readonly addons: string[] = [];
  private readonly principals = new Map<string, { readonly owner: IConstruct; readonly person: boolean }>();
  private podIdentityAgent?: TerraformResource;
  private nodeAutoscaler?: { readonly kind: NodeAutoscaler; readonly owner?: IConstruct };

  /** The cluster security group: on the control plane, on nodes and on Fargate pods. */
  public get connections(): Connections {
    const { clusterSecurityGroupId: securityGroupId } = this;
    return new Connections({ owner: this, securityGroupId, defaultPort: Port.tcp(443) });
  }

  public get endpointKind(): ClusterEndpoint['kind'] | undefined {
    return undefined;
  }

  public get bootstrap(): NodeBootstrap | undefined {
    return undefined;
  }

  public get nodeGroups(): readonly NodeGroupFacts[] {
    return this.order.parts.flatMap((part) => (part.kind === 'nodes' ? [part.facts] : []));
  }

  public get fargateSelectors(): readonly FargateSelector[] {
    return this.order.parts.flatMap((part) => (part.kind === 'fargate' ? part.selectors : []));
  }

  public get compute(): ClusterCompute {
    const systems = this.nodeGroups.map(({ operatingSystem }) => operatingSystem);
    const { ec2, fargate, autoMode, windows } = this.otherCompute;
    return {
      ec2: ec2 || systems.includes('linux') || this.autoscaler === 'karpenter',
      fargate: fargate || this.fargateSelectors.length > 0,
      autoMode,
      windows: windows || systems.includes('windows'),
    };
  }

  public get addonNames(): readonly string[] {
    return [...this.addons].sort();
  }

  public get autoscaler(): NodeAutoscaler | undefined {
    return this.nodeAutoscaler?.kind;
  }

  public claimAutoscaler(owner: IConstruct, kind: NodeAutoscaler): void {
    const first = this.nodeAutoscaler;
    if (first !== undefined && (first.kind !== kind || (first.owner !== undefined && first.owner !== owner))) {
      report(owner, [
        {
          field: 'cluster',
          value: `${kind} for ${this.clusterName}`,
          limit: `one that adds and removes nodes; ${first.kind} does it already${first.owner === undefined ? '' : ` (${first.owner.node.path})`}, and two undo each other's work`,
          fix: 'remove one of the two',
          see: 'https://docs.aws.amazon.com/eks/latest/userguide/autoscaling.html',
          rule: 'eks.two-autoscalers',
        },
      ]);
      return;
    }
    this.setAutoscaler(kind, owner);
  }

  public addServiceAccountIdentity(props: Omit<ServiceAccountIdentityProps, 'cluster'>): ServiceAccountIdentity {
    const id = `Identity-${props.namespace}-${props.serviceAccount}`.replaceAll('/', '-');
    const taken = this.node.tryFindChild(id);
    if (taken instanceof ServiceAccountIdentity) {
      report(this, [
        {
          field: 'serviceAccount',
          value: `${props.namespace}/${props.serviceAccount}`,
          limit: 'one role for a service account; this one has it already',
          fix: 'keep what the first call returned, and grant to that',
          see: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html',
        },
      ]);
      return taken;
    }
    return new ServiceAccountIdentity(this, id, { ...props, cluster: this });
  }

  /** Lets users of an OIDC provider in, beside IAM; one per cluster. */
  public addIdentityProvider(props: Omit<IdentityProviderProps, 'cluster'>): IdentityProvider {
    const first = this.node.tryFindChild('IdentityProvider');
    if (!(first instanceof IdentityProvider)) {
      return new IdentityProvider(this, 'IdentityProvider', { ...props, cluster: this });
    }
    report(this, [
      {
        field: 'issuerUrl',
        value: props.issuerUrl,
        limit: 'one OIDC provider of users per cluster, as EKS has it',
        fix: 'keep one of the two; a broker such as Amazon Cognito or Dex joins several',
        see: 'https://docs.aws.amazon.com/eks/latest/userguide/authenticate-oidc-identity-provider.html',
      },
    ]);
    return first;
  }

  public addCompute(part: ComputePart): void {
    this.order.add(part);
    if (this.autoscaler === 'cluster-autoscaler' && part.kind === 'nodes') part.leaveSizeToAutoscaler?.();
  }

  public registerAddon(
    { addonName, addon }: { readonly addonName: string; readonly addon: TerraformResource },
    when: 'before' | 'after',
    needsAgent: boolean,
  ): void {
    this.addons.push(addonName);
    if (addonName === 'eks-pod-identity-agent') this.podIdentityAgent = addon;
    else if (needsAgent && this.podIdentityAgent !== undefined) addDependency(addon, this.podIdentityAgent);
    if (when === 'before') this.order.addBefore(addon);
    else this.order.addAfter(addon);
  }

  public claimPrincipal(owner: IConstruct, principalArn: string, person: boolean): void {
    const first = this.principals.get(principalArn);
    if (first === undefined) {
      this.principals.set(principalArn, { owner, person });
      return;
    }
    report(owner, [
      {
        field: 'principalArn',
        value: principalArn,
        limit: `one access entry per principal; ${first.owner.node.path} has it already, and EKS answers a duplicate with 409 ResourceInUseException`,
        fix: 'put all grants of the principal into one entry; for roles of managed nodes and of Fargate EKS makes the entry',
        see: 'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
      },
    ]);
  }

  public abstract afterCluster(resource: TerraformResource): void;

  protected setAutoscaler(kind: NodeAutoscaler, owner?: IConstruct): void {
    this.nodeAutoscaler = { kind, owner };
    if (kind !== 'cluster-autoscaler') return;
    for (const part of this.order.parts) if (part.kind === 'nodes') part.leaveSizeToAutoscaler?.();
  }

  /** True while no person or pipeline has an access entry. */
  protected get nobodyGetsIn(): boolean {
    return ![...this.principals.values()].some(({ person }) => person);
  }
}
