import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsAvailabilityZones } from '@cdktf/provider-aws/lib/data-aws-availability-zones';
import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { HelmProvider } from '@cdktf/provider-helm/lib/provider';
import { Release } from '@cdktf/provider-helm/lib/release';
import { ConfigMap } from '@cdktf/provider-kubernetes/lib/config-map';
import { Manifest } from '@cdktf/provider-kubernetes/lib/manifest';
import { Namespace } from '@cdktf/provider-kubernetes/lib/namespace';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { App, Fn, S3Backend, TerraformOutput, TerraformStack, Token } from 'cdktf';

/** How many of each repeated resource the three stacks have; 30 makes about 40 resources a stack. */
export interface ThreeStacksProps {
  readonly repeat: number;
  /** @default '10.0.0.0/16' */
  readonly cidrBlock?: string;
  /** @default 'cdktf.out' */
  readonly outdir?: string;
}

/** A network, a cluster that reads it and what runs in the cluster: three states on S3, raw bindings only. */
export function threeStacks({ repeat, cidrBlock = '10.0.0.0/16', outdir = 'cdktf.out' }: ThreeStacksProps): App {
  const app = new App({ outdir, stackTraces: false });
  const network = new NetworkStack(app, 'dev-network', repeat, cidrBlock);
  const cluster = new ClusterStack(app, 'dev-cluster', network, repeat);
  new PlatformStack(app, 'dev-platform', cluster, repeat);
  return app;
}

/** A stack on S3 with one AWS provider that sets a default tag. */
export class AwsStack extends TerraformStack {
  public constructor(app: App, name: string) {
    super(app, name);
    new S3Backend(this, { bucket: 'acme-tfstate', key: `${name}.tfstate`, region: 'eu-west-1' });
    new AwsProvider(this, 'Aws', {
      region: 'eu-west-1',
      allowedAccountIds: ['210987654321'],
      defaultTags: [{ tags: { environment: 'dev' } }],
    });
  }
}

class NetworkStack extends AwsStack {
  public readonly vpc: Vpc;
  public readonly subnets: readonly Subnet[];

  public constructor(app: App, name: string, repeat: number, cidrBlock: string) {
    super(app, name);
    const zones = new DataAwsAvailabilityZones(this, 'Zones', { state: 'available' });
    this.vpc = new Vpc(this, 'Vpc', {
      cidrBlock,
      tags: { Name: 'dev' },
      lifecycle: { preventDestroy: true },
    });
    this.subnets = Array.from({ length: repeat }, (_, index) => {
      const availabilityZone = Fn.element(zones.names, index);
      return new Subnet(this, `Subnet${index}`, {
        vpcId: this.vpc.id,
        cidrBlock: `10.0.${index}.0/24`,
        availabilityZone,
      });
    });
    new SecurityGroup(this, 'Open', {
      vpcId: this.vpc.id,
      ingress: [{ fromPort: 443, toPort: 443, protocol: 'tcp', cidrBlocks: [this.vpc.cidrBlock] }],
    });
    const zone = new DataAwsRoute53Zone(this, 'Zone', { name: 'acme.dev' });
    const certificate = new AcmCertificate(this, 'Certificate', {
      domainName: 'web.acme.dev',
      subjectAlternativeNames: ['*.web.acme.dev'],
      validationMethod: 'DNS',
    });
    new AcmCertificateValidation(this, 'Validation', {
      certificateArn: certificate.arn,
      validationRecordFqdns: [certificate.domainValidationOptions.get(0).resourceRecordName],
    });
    // A set block with computed content.
    const bucket = new S3Bucket(this, 'Logs', { bucketPrefix: 'logs-', tags: { zone: zone.zoneId } });
    new S3BucketLifecycleConfiguration(this, 'LogsLifecycle', {
      bucket: bucket.id,
      rule: [
        { id: 'expire', status: 'Enabled', filter: [{ prefix: '' }], expiration: [{ days: 30 }] },
        {
          id: 'tier',
          status: 'Enabled',
          filter: [{ prefix: 'a' }],
          transition: [{ days: 60, storageClass: 'GLACIER' }],
        },
      ],
    });
  }
}

class ClusterStack extends AwsStack {
  public readonly clusterName: string;

  public constructor(app: App, name: string, network: NetworkStack, repeat: number) {
    super(app, name);
    const account = new DataAwsCallerIdentity(this, 'Account');
    const trust = new DataAwsIamPolicyDocument(this, 'Trust', {
      statement: [
        {
          actions: ['sts:AssumeRole'],
          principals: [{ type: 'Service', identifiers: ['eks.amazonaws.com'] }],
          condition: [{ test: 'StringEquals', variable: 'aws:SourceAccount', values: [account.accountId] }],
        },
      ],
    });
    const role = new IamRole(this, 'Role', { name: 'dev-cluster', assumeRolePolicy: trust.json });
    new IamRolePolicy(this, 'Inline', {
      role: role.name,
      policy: Fn.jsonencode({ Version: '2012-10-17', Statement: [] }),
    });
    const cluster = new EksCluster(this, 'Cluster', {
      name: 'dev',
      roleArn: role.arn,
      version: '1.33',
      vpcConfig: { subnetIds: network.subnets.slice(0, 3).map(({ id }) => id), endpointPrivateAccess: true },
    });
    const image = new DataAwsSsmParameter(this, 'Image', {
      name: '/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/standard/recommended/release_version',
    });
    new EksNodeGroup(this, 'Nodes', {
      clusterName: cluster.name,
      nodeRoleArn: role.arn,
      subnetIds: network.subnets.map(({ id }) => id),
      releaseVersion: image.value,
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: Token.asNumber('2') },
    });
    for (let index = 0; index < repeat; index += 1) {
      new CloudwatchLogGroup(this, `Log${index}`, { namePrefix: 'same-', retentionInDays: 30 });
    }
    new TerraformOutput(this, 'ClusterEndpoint', { value: cluster.endpoint, staticId: true });
    // A block that is not configured here, and that AWS fills.
    new TerraformOutput(this, 'ServiceRange', {
      value: cluster.kubernetesNetworkConfig.serviceIpv4Cidr,
      staticId: true,
    });
    new TerraformOutput(this, 'Issuer', { value: cluster.identity.get(0).oidc.get(0).issuer, staticId: true });
    this.clusterName = cluster.name;
  }
}

class PlatformStack extends AwsStack {
  public constructor(app: App, name: string, { clusterName }: ClusterStack, repeat: number) {
    super(app, name);
    const cluster = new DataAwsEksCluster(this, 'Cluster', { name: clusterName });
    const access = {
      host: cluster.endpoint,
      clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority.get(0).data),
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'aws',
        args: ['eks', 'get-token', '--cluster-name', clusterName],
      },
    };
    new HelmProvider(this, 'Helm', { kubernetes: access });
    new KubernetesProvider(this, 'Kubernetes', { ...access, exec: [access.exec] });
    const namespace = new Namespace(this, 'Namespace', { metadata: { name: 'apps' } });
    new Release(this, 'Controller', {
      name: 'controller',
      chart: 'controller',
      namespace: namespace.metadata.name,
      set: [{ name: 'clusterName', value: clusterName }],
    });
    for (let index = 0; index < repeat; index += 1) {
      new ConfigMap(this, `Config${index}`, {
        metadata: { name: `config-${index}`, namespace: namespace.metadata.name },
        data: { index: `${index}` },
      });
    }
    new Manifest(this, 'Raw', {
      manifest: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'raw', namespace: 'apps' },
        stringData: { host: cluster.endpoint },
      },
    });
  }
}
