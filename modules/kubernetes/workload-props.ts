import type { ServiceAccountIdentityKind } from '../eks/service-account-identity';
import type { PodPlacement } from '../eks-addons/pod-settings';
import type { IImageRepository } from '../registry/image-repository';
import type { Unchecked } from '../shared/problems';
import type { AlbIngressOptions } from './alb-ingress';
import type { KubernetesNamespace } from './namespace';
import type { NodeAffinity } from './node-affinity';
import type { WorkloadDeployment } from './workload-deployment';
import type { WorkloadScaling } from './workload-scaling';

/**
 * What a container runs: a name as Docker takes it, `nginx:1.27`, or a tag or digest of an ECR repository. Nodes pull
 * from every ECR repository of their account.
 */
export type WorkloadImage =
  | string
  | { readonly repository: WorkloadRepository; readonly tag: string }
  | { readonly repository: WorkloadRepository; readonly digest: string };

/** What a workload needs to know of a repository; every `EcrRepository` has it. */
type WorkloadRepository = Pick<IImageRepository, 'repositoryUrl' | 'latestTag'>;

/** A value that the container gets from a Secret of its namespace; it is never in the plan or the state. */
export interface KubernetesSecretSource {
  /** Name of the Secret, made by External Secrets, the CSI driver or by hand. */
  readonly secretName: string;
  /** Key in it. */
  readonly key: string;
}

/** How Kubernetes sees that a pod works. */
export type WorkloadHealthCheck = {
  /** @default 10 */
  readonly intervalSeconds?: number;
  /** @default 5 */
  readonly timeoutSeconds?: number;
  /** Bad answers until the pod gets no traffic; three times as many until it is restarted. @default 3 */
  readonly unhealthyThreshold?: number;
  /** Seconds that a start may take, 0-3600. @default 0 */
  readonly gracePeriodSeconds?: number;
} & (
  | {
      /** Path that answers 200-399, `/healthz`. */
      readonly path: string;
      /** @default the workload's port */
      readonly port?: number;
    }
  | {
      /** Program in the container and its arguments; exit code 0 is healthy. */
      readonly command: readonly string[];
    }
  | {
      /** The port accepts connections. */
      readonly kind: 'tcp';
    }
);

/** A directory that stays writable. `{ path, memoryMib }` is in memory and counts towards the pod's memory. */
export type WritableDirectory = string | { readonly path: string; readonly memoryMib: number };

/** What an application is, wherever it runs: `EcsService` has the same words with the same units. */
export interface KubernetesWorkloadProps extends PodPlacement {
  readonly image: WorkloadImage;
  /** Port that the program listens on, 1-65535. @default none: a worker that nobody calls, without a Service */
  readonly port?: number;
  /** Plain settings; literal text, `${` reaches the program as it stands. Never a secret. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Settings from Secrets of the namespace. @default none */
  readonly secrets?: Readonly<Record<string, KubernetesSecretSource>>;
  /**
   * CPU units per pod; 1024 are one vCPU, as on ECS. Requested and the limit.
   * @default 256
   */
  readonly cpu?: number;
  /** MiB per pod, requested and the limit. @default 512 */
  readonly memoryMib?: number;
  /** @default { fixed: 2 }: one pod would be down while its node is replaced */
  readonly scaling?: WorkloadScaling;
  /**
   * How new pods take over from the old ones; all but `rolling` need `ArgoRollouts` in the cluster.
   * @default { kind: 'rolling' }, and a new pod is there before an old one goes
   */
  readonly deployment?: WorkloadDeployment;
  /** Puts it behind an application load balancer. @default reachable inside the cluster only */
  readonly expose?: AlbIngressOptions;
  /** @default the port accepts connections; none for a worker */
  readonly healthCheck?: WorkloadHealthCheck;
  /** Arguments of the entry point. @default the image's */
  readonly command?: readonly string[];
  /** @default the image's */
  readonly entryPoint?: readonly string[];

  /** 1-63 lower-case letters, digits and `-`, beginning with a letter. @default made from the construct id */
  readonly name?: string;
  /** One made here, or the name of one that exists. @default one of its own, called like the workload */
  readonly namespace?: KubernetesNamespace | string;
  /** Labels of every object, beside `app.kubernetes.io/name`. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Rules for nodes that a selector cannot express. @default any node that the selector allows */
  readonly nodeAffinity?: NodeAffinity;

  /**
   * User id, 1-65535. With it the container has no capability at all.
   * @default the image's; such a container keeps the five capabilities that a program needs to start as root and give it up
   */
  readonly user?: number;
  /** Whoever breaks into the program cannot change it. @default true */
  readonly readonlyRootFilesystem?: boolean;
  /** Directories that stay writable. @default `/tmp` and what well-known public images (nginx, httpd ...) write to */
  readonly writablePaths?: readonly WritableDirectory[];
  /** Gives the pods a token of the Kubernetes API, for an operator. @default false */
  readonly kubernetesApiAccess?: boolean;
  /** Seconds between SIGTERM and SIGKILL, 0-3600. @default 30, as Kubernetes has it */
  readonly stopTimeoutSeconds?: number;
  /**
   * How the pods get AWS rights once something is granted.
   * @default 'irsa' where the cluster has an OIDC provider: a Pod Identity association that is made together with the pods can come too late for the first of them
   */
  readonly identity?: ServiceAccountIdentityKind;
  /**
   * `required` asks for a cluster that encrypts traffic between its nodes, `Cilium` with WireGuard; the pods themselves
   * stay as they are. @default 'as-is': Nitro instances encrypt between each other, older ones do not
   */
  readonly podTrafficEncryption?: 'as-is' | 'required';
  readonly unchecked?: readonly Unchecked[];
}
