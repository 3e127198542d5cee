import type { RemoteState } from '../../modules/state';

/** What one container of an environment's demonstration needs to be told. */
export interface WebServiceSettings {
  /** Repository and tag or digest, `public.ecr.aws/nginx/nginx:1.27`. */
  readonly image: string;
  /** Port that the container listens on. */
  readonly port: number;
  /** Paths of the shared load balancer that go to this service, `['/api']`; none takes what is left. */
  readonly paths?: readonly string[];
  readonly scaling: { readonly min: number; readonly max: number; readonly cpuPercent: number };
}

/** Everything that differs between dev, staging and prod: values only, literal and complete. */
export interface Environment {
  /** Begins the id of every stack, `dev` -> `dev-network`. */
  readonly name: string;
  readonly region: string;
  /** Terraform refuses to touch any other account. Without it a plan runs wherever the credentials lead. */
  readonly accountId?: string;
  /** Literal zone names: they decide which subnets exist. */
  readonly availabilityZones: readonly string[];
  /** IPv4 block of the VPC; peered networks need distinct ones. */
  readonly cidrBlock: string;
  readonly remoteState: RemoteState;
  /** On every resource, by the provider's `default_tags`. */
  readonly tags: Readonly<Record<string, string>>;
}
