import { EksFargateProfile } from '@cdktf/provider-aws/lib/eks-fargate-profile';
import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { Role } from '../identity/role';
import type { ISubnet, SubnetSelection } from '../network/i-network';
import { awsLocation } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { claimName, shortened } from '../shared/names';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import { check, checkName } from '../shared/validation';
import type { IEksCluster } from './eks-cluster-interface';
import { type FargateSelector, validateFargateSelectors } from './fargate-selector';
import { waysOut } from './network-readiness';
import { validateReachability } from './node-reachability';

export interface FargateProfileProps {
  readonly cluster: IEksCluster;
  /** Which pods run on Fargate, 1 to 5; a pod that one of them takes does. */
  readonly selectors: readonly FargateSelector[];
  /** 1-63 letters, digits, `_` and `-`, not beginning with `eks-`. @default made from the cluster's name and the id */
  readonly profileName?: string;
  /** Private subnets: with a NAT gateway or endpoints, and no internet gateway. @default the subnets of workloads */
  readonly subnets?: SubnetSelection;
}

const SEE = 'https://docs.aws.amazon.com/eks/latest/userguide/fargate-profile.html';

/**
 * Pods without nodes. Everything but tags replaces a profile, and EKS makes one at a time, so profiles of one cluster
 * wait for each other.
 */
export class FargateProfile extends Construct {
  public readonly profile: EksFargateProfile;
  public readonly profileName: string;
  /** Pulls images and writes logs for the pods; a pod's own rights are a service account identity. */
  public readonly executionRole: Role;

  public constructor(scope: Construct, id: string, props: FargateProfileProps) {
    super(scope, id);
    report(this, validateFargateProfileProps(props));
    const { cluster, selectors } = props;
    const { partition } = awsLocation(this);
    const subnets = this.subnets(props);
    const profiles = `arn:${partition}:eks:${cluster.region}:${accountIdOf(this)}:fargateprofile/${cluster.clusterName}/*`;

    this.profileName = props.profileName ?? generatedProfileName(cluster.clusterName, id);
    claimName(this, 'Fargate profile', this.profileName, { field: 'profileName', within: cluster.clusterName });
    this.executionRole = new Role(this, 'ExecutionRole', {
      description: `Fargate profile ${this.profileName} of the EKS cluster ${cluster.clusterName}`,
      assumedBy: [
        {
          actions: ['sts:AssumeRole'],
          principals: { services: ['eks-fargate-pods.amazonaws.com'] },
          conditions: { ArnLike: { 'aws:SourceArn': profiles } },
        },
      ],
      awsManagedPolicies: ['AmazonEKSFargatePodExecutionRolePolicy'],
    });
    cluster.claimPrincipal(this, this.executionRole.roleArn, false);
    this.profile = new EksFargateProfile(this, 'Profile', {
      clusterName: cluster.clusterName,
      fargateProfileName: this.profileName,
      podExecutionRoleArn: this.executionRole.roleArn,
      subnetIds: subnets.map(({ subnetId }) => subnetId),
      selector: selectors.map(({ namespace, labels = {} }) => ({
        namespace,
        labels: Object.keys(labels).length === 0 ? undefined : { ...labels },
      })),
    });
    this.executionRole.completeBefore(this.profile);
    cluster.afterCluster(this.profile);
    for (const way of waysOut(this, cluster.network)) addDependency(this.profile, way);
    checkAtSynth(this, () => validateReachability(subnets, cluster, 'fargate'));
    cluster.addCompute({ kind: 'fargate', resource: this.profile, selectors });
  }

  private subnets({ cluster, subnets }: FargateProfileProps): readonly ISubnet[] {
    const { network } = cluster;
    if (network === undefined) {
      report(this, [
        {
          field: 'cluster',
          value: cluster.clusterName,
          limit: 'a cluster whose network this program knows: pods go into its subnets',
          fix: 'pass network to EksCluster.fromLookup',
          see: SEE,
        },
      ]);
      return [];
    }
    const chosen = subnets === undefined ? network.workloadSubnets(this) : network.selectSubnets(this, subnets);
    report(this, validateFargateSubnets(chosen));
    return chosen;
  }
}

/** Most characters of a profile's name that this library makes; AWS documents none. */
const MAX_NAME = 63;

function generatedProfileName(clusterName: string, id: string): string {
  const name = `${clusterName}-${id}`;
  return shortened(name.startsWith('eks-') ? `fargate-${name}` : name, { max: MAX_NAME });
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateFargateProfileProps({ profileName, selectors }: FargateProfileProps): Issue[] {
  return [
    ...checkName('profileName', profileName, {
      pattern: /^(?!eks-)[A-Za-z0-9][\w-]*$/,
      max: MAX_NAME,
      allowed: 'letters, digits, "_" and "-", not beginning with the reserved "eks-"',
      see: SEE,
    }),
    ...validateFargateSelectors(selectors),
  ];
}

/** Pods on Fargate have no public address: in a public subnet they would reach nothing, and the API refuses it. */
export function validateFargateSubnets(subnets: readonly ISubnet[]): Issue[] {
  const open = subnets.filter(({ egress }) => egress === 'internet-gateway');
  return check('subnets', open, ({ length }) => length === 0, {
    limit: `private subnets; ${open.map(({ tier, availabilityZone }) => `${tier} in ${availabilityZone}`).join(', ')} has a route to an internet gateway`,
    fix: "write subnets: { egress: 'nat' }, or leave it out",
    see: SEE,
  });
}
