import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { Instance } from '@cdktf/provider-aws/lib/instance';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Construct } from 'constructs';
import { literalText } from '../shared/literal-text';
import type { INetwork } from './i-network';
import { Peer } from './peer';
import { Port } from './port';
import { SecurityGroup } from './security-group';

/**
 * Forwards what comes in and answers under its own address. `iptables-services` keeps the rules over restarts.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
 */
const USER_DATA = `#!/bin/bash
set -euo pipefail
dnf install -y iptables-services
echo 'net.ipv4.ip_forward = 1' > /etc/sysctl.d/90-nat.conf
sysctl --load /etc/sysctl.d/90-nat.conf
systemctl enable --now iptables
device=$(ip route show default | awk '{ print $5; exit }')
iptables -t nat -A POSTROUTING -o "\${device}" -j MASQUERADE
iptables -F FORWARD
iptables-save > /etc/sysconfig/iptables
`;

export interface NatInstanceProps {
  readonly network: INetwork;
  readonly namePrefix: string;
  readonly internetGateway: InternetGateway;
  /** Id of the public subnet that it stands in. */
  readonly subnetId: string;
  readonly instanceType: string;
}

/**
 * One Amazon Linux instance in the place of a NAT gateway. It has no standby, moves a few Gbit/s at most and is patched
 * by replacing it: for development only.
 */
export class NatInstance extends Construct {
  public readonly instance: Instance;
  public readonly securityGroup: SecurityGroup;

  public constructor(scope: Construct, id: string, props: NatInstanceProps) {
    super(scope, id);
    const { network, namePrefix, internetGateway, subnetId, instanceType } = props;
    this.securityGroup = new SecurityGroup(this, 'SecurityGroup', {
      network,
      description: 'NAT instance: forwards TCP and UDP of the VPC to the internet',
      egress: 'none',
    });
    for (const port of [Port.tcpRange(0, 65_535), Port.udpRange(0, 65_535)]) {
      for (const block of network.cidrBlocks) this.securityGroup.connections.allowFrom(Peer.ipv4(block), port);
      this.securityGroup.connections.allowTo(Peer.anyIpv4(), port);
    }
    const image = new DataAwsSsmParameter(this, 'Image', {
      name: `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architectureOf(instanceType)}`,
    });
    this.instance = new Instance(this, 'Instance', {
      ami: image.insecureValue,
      instanceType,
      subnetId,
      vpcSecurityGroupIds: [this.securityGroup.securityGroupId],
      associatePublicIpAddress: true,
      // AWS drops what an instance forwards for others while this is on.
      sourceDestCheck: false,
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 },
      rootBlockDevice: { volumeType: 'gp3', volumeSize: 8, encrypted: true },
      userData: literalText(USER_DATA),
      userDataReplaceOnChange: true,
      tags: { Name: `${namePrefix}-nat` },
      dependsOn: [internetGateway],
      // A new image every few weeks would cut the network off; replace the instance to take it.
      lifecycle: { ignoreChanges: ['ami'] },
    });
  }

  public routeFor(_zone: string): { networkInterfaceId: string } {
    return { networkInterfaceId: this.instance.primaryNetworkInterfaceId };
  }
}

/** Graviton types have a `g` behind the generation: `t4g.nano`, `c7gn.large`. */
function architectureOf(instanceType: string): 'arm64' | 'x86_64' {
  return /^[a-z]+\d+g/.test(instanceType) ? 'arm64' : 'x86_64';
}
