import { Construct } from 'constructs';
import { Connections, type IConnectable } from '../network/connections';
import type { INetwork } from '../network/i-network';
import { Port } from '../network/port';
import { SecurityGroup } from '../network/security-group';
import { securityGroupText } from '../network/security-group-text';
import type { IEksCluster } from './eks-cluster-interface';

export interface NodeSecurityGroupProps {
  readonly cluster: IEksCluster;
  readonly network: INetwork;
  /** Of the nodes, for descriptions. */
  readonly name: string;
}

/** What the control plane, and pods on nodes of the cluster's own group, open to these nodes. */
const FROM_CLUSTER: readonly Port[] = [
  Port.tcp(443), // aggregated APIs and webhooks
  Port.tcp(4443), // metrics-server
  Port.tcp(6443), // prometheus-adapter
  Port.tcp(9443), // webhook of the load balancer controller
  Port.tcp(10250), // kubelet
  Port.tcp(10251), // metrics-server where 10250 is the kubelet's
  Port.tcp(10260), // webhook of cert-manager on the host network
  Port.tcp(53), // CoreDNS
  Port.udp(53),
];

/**
 * A security group for nodes apart from the cluster's. It never carries the tag `kubernetes.io/cluster/NAME`: with two
 * tagged groups on one interface the load balancer controller stops.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
 */
export class NodeSecurityGroup extends Construct implements IConnectable {
  public readonly group: SecurityGroup;
  public readonly securityGroupId: string;
  public readonly connections: Connections;

  public constructor(scope: Construct, id: string, { cluster, network, name }: NodeSecurityGroupProps) {
    super(scope, id);
    this.group = new SecurityGroup(this, 'Group', {
      network,
      description: securityGroupText(`Nodes ${name} of the EKS cluster ${cluster.clusterName}`),
    });
    this.securityGroupId = this.group.securityGroupId;
    this.connections = this.group.connections;
    const clusterGroup = new Connections({
      owner: this,
      securityGroupId: cluster.clusterSecurityGroupId,
      label: `EKS cluster ${cluster.clusterName}`,
    });
    for (const port of FROM_CLUSTER) this.connections.allowFrom(clusterGroup, port);
    // The way back: the Kubernetes API, and DNS where CoreDNS runs on other nodes.
    for (const port of [Port.tcp(443), Port.tcp(53), Port.udp(53)]) clusterGroup.allowFrom(this.connections, port);
    // Pods of these nodes among each other.
    for (const port of [Port.tcp(53), Port.udp(53), Port.tcp(10250), Port.tcpRange(1025, 65_535)]) {
      this.connections.allowFrom(this.connections, port);
    }
  }
}
