import { LaunchTemplate, type LaunchTemplateBlockDeviceMappings } from '@cdktf/provider-aws/lib/launch-template';
import { Fn, TerraformLocal, Token } from 'cdktf';
import { Construct } from 'constructs';
import { literalText } from '../shared/literal-text';
import { claimName, generatedName } from '../shared/names';
import type { Issue } from '../shared/problems';
import { check, checkWholeNumber } from '../shared/validation';
import type { NodeOperatingSystem } from './ami-types';

/** What nodes have besides their type and image. */
export interface NodeSettings {
  /** GiB for images, containers and logs; at least what the AMI holds: 20, on Windows 50. @default 50, on Windows 100 */
  readonly diskGib?: number;
  /** ARN of a key that admits `AWSServiceRoleForAutoScaling`. @default the account's own EBS key */
  readonly diskKmsKeyArn?: string;
  /**
   * How many network hops an answer of the instance metadata service may make. 1: containers cannot take the node's
   * role, whatever runs in them; parts that ask it for region or VPC must be told. 2 lets every pod be the node.
   * @default 1
   */
  readonly metadataHopLimit?: 1 | 2;
  /** Tags of instances, volumes and interfaces; the provider's `default_tags` do not reach them. @default { Name } */
  readonly tags?: Readonly<Record<string, string>>;
}

export interface NodeLaunchTemplateProps extends NodeSettings {
  /** Value of the `Name` tag. */
  readonly name: string;
  readonly operatingSystem: NodeOperatingSystem;
  /** A custom AMI; EKS then adds nothing to the user data. */
  readonly imageId?: string;
  /** Plain text; encoded here. */
  readonly userData?: string;
  /** All of them, the cluster's included. @default EKS attaches the cluster security group */
  readonly securityGroupIds?: readonly string[];
  /** For groups that EKS does not manage; EKS refuses one in its own. */
  readonly instanceProfileArn?: string;
  /** Nodes of a Capacity Block run in its reservation only. */
  readonly capacityReservationId?: string;
}

/** The launch template behind a node group: IMDSv2, encrypted disks, tags. A change is a new version, rolled out in place. */
export class NodeLaunchTemplate extends Construct {
  public readonly template: LaunchTemplate;

  public constructor(scope: Construct, id: string, props: NodeLaunchTemplateProps) {
    super(scope, id);
    const { metadataHopLimit = 1, tags, name, userData, securityGroupIds, capacityReservationId } = props;
    const { instanceProfileArn } = props;
    const nodeTags = { Name: name, ...tags };
    const templateName = generatedName(this, { max: 125 });
    claimName(this, 'launch template', templateName);
    this.template = new LaunchTemplate(this, 'Template', {
      name: templateName,
      description: `Nodes ${name}`,
      updateDefaultVersion: true,
      imageId: props.imageId,
      userData: userData === undefined ? undefined : encoded(this, userData),
      vpcSecurityGroupIds: securityGroupIds?.slice(),
      ...(instanceProfileArn === undefined ? {} : { iamInstanceProfile: { arn: instanceProfileArn } }),
      // The bootstrap reads the endpoint, so it stays on; without a token nothing answers.
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: metadataHopLimit,
      },
      blockDeviceMappings: blockDevices(props),
      ...(capacityReservationId === undefined
        ? {}
        : {
            instanceMarketOptions: { marketType: 'capacity-block' },
            capacityReservationSpecification: { capacityReservationTarget: { capacityReservationId } },
          }),
      tagSpecifications: ['instance', 'network-interface', 'volume'].map((resourceType) => ({
        resourceType,
        tags: nodeTags,
      })),
    });
  }
}

/** Encoded here where the text is known; by Terraform, from a local value that stays readable, where it is not. */
function encoded(scope: Construct, text: string): string {
  if (!Token.isUnresolved(text)) return Buffer.from(text, 'utf8').toString('base64');
  return Fn.base64encode(new TerraformLocal(scope, 'UserData', literalText(text)).asString);
}

/** Bottlerocket has its system on the first disk, and everything that grows on the second. */
function blockDevices({
  operatingSystem,
  diskGib,
  diskKmsKeyArn,
}: NodeLaunchTemplateProps): LaunchTemplateBlockDeviceMappings[] {
  const disk = (deviceName: string, volumeSize?: number): LaunchTemplateBlockDeviceMappings => ({
    deviceName,
    ebs: { encrypted: 'true', kmsKeyId: diskKmsKeyArn, volumeType: 'gp3', volumeSize, deleteOnTermination: 'true' },
  });
  switch (operatingSystem) {
    case 'bottlerocket':
      return [disk('/dev/xvda'), disk('/dev/xvdb', diskGib ?? 50)];
    case 'windows':
      return [disk('/dev/sda1', diskGib ?? 100)];
    default:
      return [disk('/dev/xvda', diskGib ?? 50)];
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateNodeSettings(
  { diskGib, metadataHopLimit, tags = {} }: NodeSettings,
  operatingSystem: NodeOperatingSystem,
): Issue[] {
  const see = 'https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html';
  return [
    ...checkWholeNumber('diskGib', diskGib, [operatingSystem === 'windows' ? 50 : 20, 16_384], {
      unit: 'GiB',
      fix: 'leave it out, or write the size that images and logs need',
      see,
    }),
    ...check('metadataHopLimit', metadataHopLimit, (hops) => hops === 1 || hops === 2, {
      limit: '1 or 2',
      fix: 'leave it out for 1',
      see,
    }),
    ...Object.keys(tags).flatMap((key) =>
      check('tags', key, () => !/^(kubernetes\.io\/cluster\/|aws:)/.test(key), {
        limit:
          'tags that EKS does not own: a second security group or interface with kubernetes.io/cluster/NAME stops the load balancer controller',
        fix: 'remove it; EKS sets it where it belongs',
        see: 'https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1897',
      }),
    ),
  ];
}
