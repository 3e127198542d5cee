import { createHash } from 'node:crypto';
import { SecurityGroup as AwsSecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import { generatedName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { checkName } from '../shared/validation';
import { Connections, type IConnectable } from './connections';
import type { INetwork } from './i-network';
import { Peer } from './peer';
import { Port } from './port';

export interface SecurityGroupProps {
  readonly network: INetwork;
  /** 1-255 characters; AWS keeps it for good, a change replaces the group. */
  readonly description: string;
  /**
   * 1-255 characters, not beginning with `sg-`. With a new description, choose a new name too: the new group is made
   * before the old one goes. @default made from the construct path and the description
   */
  readonly name?: string;
  /**
   * What may leave besides what `connections` opens. `https`: TCP 443 to anywhere, for image pulls and AWS APIs.
   * @default 'https'
   */
  readonly egress?: 'https' | 'none' | 'all';
  /** The port that `connections.allowFrom(other)` opens when it names none. */
  readonly defaultPort?: Port;
}

/** A security group without inline rules; every rule is a resource of its own with a description. */
export class SecurityGroup extends Construct implements IConnectable {
  public readonly securityGroup: AwsSecurityGroup;
  public readonly securityGroupId: string;
  public readonly connections: Connections;

  public constructor(scope: Construct, id: string, props: SecurityGroupProps) {
    super(scope, id);
    report(this, validateSecurityGroupProps(props));
    const { network, description, egress = 'https', defaultPort } = props;
    this.securityGroup = new AwsSecurityGroup(this, 'Group', {
      // A new description replaces the group, the new one first: two groups of a VPC cannot have one name.
      name: props.name ?? generatedName(this, { max: 255, suffix: fingerprint(description) }),
      description,
      vpcId: network.vpcId,
      // Rules of others that name this group would keep AWS from deleting it.
      revokeRulesOnDelete: true,
      lifecycle: { createBeforeDestroy: true },
    });
    this.securityGroupId = this.securityGroup.id;
    this.connections = new Connections({ owner: this, securityGroupId: this.securityGroupId, defaultPort });
    if (egress === 'https') this.connections.allowTo(Peer.anyIpv4(), Port.tcp(443));
    if (egress === 'all') this.connections.allowTo(Peer.anyIpv4(), Port.all());
  }
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateSecurityGroupProps({ name, description }: SecurityGroupProps): Issue[] {
  const see = 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html';
  const pattern = /^[\w .:/()#,@[\]+=&;{}!$*-]*$/;
  const allowed = 'letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*';
  return [
    ...checkName('name', name, { pattern: /^(?!sg-)[\w .:/()#,@[\]+=&;{}!$*-]*$/, max: 255, allowed, see }),
    ...checkName('description', description, { pattern, max: 255, allowed, see }),
  ];
}
