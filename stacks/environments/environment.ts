import type { Autoscaling, Ec2CapacityProps, FargateSpot, FargateTaskSize, Image } from '../../modules/ecs';
import type { EksClusterProps, ManagedNodeGroupProps } from '../../modules/eks';
import type { ClusterProvidersProps, LoadBalancerControllerProps } from '../../modules/eks-addons';
import type { NetworkProps } from '../../modules/network';
import type { StackSettings } from '../configure-stack';

/** A Fargate service behind the environment's load balancer. */
export interface WebService {
  readonly image: Image;
  readonly port: number;
  /** Paths that go to it, `['/api']`; `['/']` takes what the others leave. */
  readonly paths: readonly string[];
  readonly size?: FargateTaskSize;
  /** Tasks that may run on Fargate Spot. @default none */
  readonly spot?: FargateSpot;
  readonly scaling: Autoscaling;
}

/** Everything that differs between dev, staging and prod: values only, literal, each file complete in itself. */
export interface Environment extends Omit<StackSettings, 'environment' | 'component'> {
  /** Begins the id of every stack, `dev` -> `dev-network`. */
  readonly name: string;
  readonly network: NetworkProps;
  /** Name that the services have on the internet, and the Route 53 zone of it. Without it they stay in the network. */
  readonly domain?: { readonly name: string; readonly hostedZone: string };
  /** False where an environment comes and goes; true keeps load balancers and clusters from a careless destroy. */
  readonly deletionProtection: boolean;
  readonly ecs: {
    /** Instances beside Fargate, if any service needs them. */
    readonly instances?: Pick<Ec2CapacityProps, 'instanceTypes' | 'minSize' | 'maxSize'>;
    /** By a name that stays. */
    readonly services: Readonly<Record<string, WebService>>;
  };
  readonly eks: Pick<EksClusterProps, 'version' | 'admins' | 'endpoint' | 'logRetentionDays'> &
    Pick<ClusterProvidersProps, 'auth' | 'runnerAccess'> & {
      /** By a name that stays. */
      readonly nodeGroups: Readonly<Record<string, Omit<ManagedNodeGroupProps, 'cluster'>>>;
      /** Namespaces whose pods run on Fargate. */
      readonly fargateNamespaces: readonly string[];
      readonly loadBalancerController: LoadBalancerControllerProps;
    };
}

/** What `configureStack` needs to know of the stack that holds `component`. */
export function settingsOf(
  { name, region, accountId, remoteState, tags }: Environment,
  component: string,
): StackSettings {
  return { environment: name, component, region, accountId, remoteState, tags };
}
