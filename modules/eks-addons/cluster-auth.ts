import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { TerraformBackend, TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';

/** How Terraform proves to the Kubernetes API who it is. */
export type ClusterAuth =
  /** `aws eks get-token`: fetched when needed and renewed. Needs AWS CLI v2 where Terraform runs. */
  | {
      readonly kind: 'exec';
      /** Role to become first. @default the one that the stack's AWS provider assumes, else the run's own identity */
      readonly roleArn?: string;
      /** Profile of the AWS configuration on the machine. @default the AWS provider's, else the run's own */
      readonly profile?: string;
    }
  /**
   * A token read at plan and apply, good for 15 minutes: the choice where no AWS CLI is, on HCP Terraform's workers.
   * An apply that lasts longer fails with `Unauthorized`; run it again.
   */
  | { readonly kind: 'token' };

/** The machine that runs Terraform, for a cluster without public endpoint. */
export type RunnerAccess =
  /** A runner in the cluster's VPC: CodeBuild, a self-hosted runner, an HCP Terraform agent. */
  | 'in-vpc'
  /** A runner in a network that is peered or connected by VPN, whose addresses the cluster's security group admits. */
  | 'connected-network';

const TERRAFORM_DOCS = 'https://registry.terraform.io/providers/hashicorp/kubernetes/latest/docs#exec-plugins';

/** The arguments of the AWS CLI, or of the `exec` block, that both providers share. */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: string[];
}

/** The CLI does not see what the AWS provider is told, so role and profile are handed on. */
export function execPlugin(
  scope: IConstruct,
  clusterName: string,
  region: string,
  auth: { readonly roleArn?: string; readonly profile?: string },
): ExecPlugin {
  const provider = TerraformStack.of(scope).node.children.find(
    (child): child is AwsProvider => child instanceof AwsProvider && child.alias === undefined,
  );
  const assumed = provider?.assumeRoleInput;
  const roleArn = auth.roleArn ?? (Array.isArray(assumed) ? assumed[0]?.roleArn : undefined);
  const profile = auth.profile ?? provider?.profile;
  return {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'aws',
    args: [
      ...['eks', 'get-token', '--cluster-name', clusterName, '--region', region],
      ...(roleArn === undefined ? [] : ['--role-arn', roleArn]),
      // An argument, because the Helm bindings would write the variable's name in lower case.
      ...(profile === undefined ? [] : ['--profile', profile]),
    ],
  };
}

export function validateClusterAuth(auth: ClusterAuth): Issue[] {
  if (auth.kind === 'token') return [];
  return check('auth.roleArn', auth.roleArn, (arn) => /^arn:[\w-]+:iam::\d{12}:role\/./.test(arn), {
    limit: 'the ARN of an IAM role',
    fix: 'write arn:aws:iam::<account>:role/<name>',
    see: TERRAFORM_DOCS,
  });
}

/** HCP Terraform's own workers have no AWS CLI, so `exec` fails there in every plan. */
export function execOnHostedRunner(scope: IConstruct, auth: ClusterAuth): Issue[] {
  const backend = backendOf(TerraformStack.of(scope));
  if (auth.kind === 'token' || (backend !== 'cloud' && backend !== 'remote')) return [];
  return [
    {
      field: 'auth.kind',
      value: 'exec',
      limit: `"token" where the stack's runs are HCP Terraform's (backend "${backend}"): its workers have no AWS CLI`,
      fix: "write auth: { kind: 'token' }; with agents or local execution that have the CLI, keep exec and say so",
      see: 'https://github.com/hashicorp/terraform-provider-helm/issues/856',
      rule: 'eks.exec-on-hosted-runner',
    },
  ];
}

/** A private endpoint answers only inside the network, so the runner must be there. */
export function privateEndpointWithoutAccess(publicEndpoint: boolean, access: RunnerAccess | undefined): Issue[] {
  if (publicEndpoint || access !== undefined) return [];
  return [
    {
      field: 'runnerAccess',
      value: undefined,
      limit: '"in-vpc" or "connected-network": the cluster has a private endpoint only, and Helm must reach it',
      fix: 'say where Terraform runs, or give the cluster a public endpoint for the addresses of the runner',
      see: 'https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html',
    },
  ];
}

function backendOf(stack: TerraformStack): string | undefined {
  const backend = stack.node.children.find((child): child is TerraformBackend => TerraformBackend.isBackend(child));
  const name: unknown = backend?.toMetadata().backend;
  return typeof name === 'string' && !isUnknown(name) ? name : undefined;
}
