import type { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet as AwsSubnet } from '@cdktf/provider-aws/lib/subnet';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { ISubnet, SubnetEgress } from './i-network';
import type { PlannedSubnet } from './subnet-layout';

export interface SubnetTierProps {
  readonly name: string;
  readonly egress: SubnetEgress;
  readonly vpcId: string;
  /** Begins the `Name` tags. */
  readonly namePrefix: string;
  readonly subnets: readonly PlannedSubnet[];
  /** The network's IPv6 block, where it has one. */
  readonly ipv6CidrBlock?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The subnets of one tier with their route tables: a table per zone where each zone may have a NAT gateway of its own,
 * one for the tier where all zones go the same way.
 */
export class SubnetTier extends Construct {
  /** By zone name. */
  public readonly awsSubnets: ReadonlyMap<string, AwsSubnet>;
  /** By zone name; the same table for each zone where the tier has one. */
  public readonly routeTables: ReadonlyMap<string, RouteTable>;
  public readonly subnets: readonly ISubnet[];
  public readonly egress: SubnetEgress;

  private readonly ipv6: boolean;

  public constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const { name, egress, vpcId, namePrefix, ipv6CidrBlock, tags } = props;
    this.egress = egress;
    this.ipv6 = ipv6CidrBlock !== undefined;
    const awsSubnets = new Map<string, AwsSubnet>();
    const routeTables = new Map<string, RouteTable>();
    let shared: RouteTable | undefined;
    const subnets: ISubnet[] = [];
    for (const { zone, block, ipv6Index } of props.subnets) {
      const zoneName = `${namePrefix}-${name}-${zone}`;
      const subnet = new AwsSubnet(this, `Subnet-${zone}`, {
        vpcId,
        availabilityZone: zone,
        cidrBlock: String(block),
        // Public subnets too: a load balancer and a NAT gateway bring their own addresses, nothing else should get one.
        mapPublicIpOnLaunch: false,
        ...(ipv6CidrBlock === undefined
          ? {}
          : { ipv6CidrBlock: Fn.cidrsubnet(ipv6CidrBlock, 8, ipv6Index), assignIpv6AddressOnCreation: true }),
        tags: { Name: zoneName, ...tags },
      });
      const table =
        egress === 'nat'
          ? new RouteTable(this, `RouteTable-${zone}`, { vpcId, tags: { Name: zoneName } })
          : (shared ??= new RouteTable(this, 'RouteTable', { vpcId, tags: { Name: `${namePrefix}-${name}` } }));
      new RouteTableAssociation(this, `Association-${zone}`, { subnetId: subnet.id, routeTableId: table.id });
      awsSubnets.set(zone, subnet);
      routeTables.set(zone, table);
      subnets.push({
        subnetId: subnet.id,
        availabilityZone: zone,
        tier: name,
        egress,
        cidrBlock: String(block),
        routeTableId: table.id,
      });
    }
    this.awsSubnets = awsSubnets;
    this.routeTables = routeTables;
    this.subnets = subnets;
  }

  /** Sends what leaves the tier to the internet gateway, both ways. */
  public routeToInternet(gateway: InternetGateway): void {
    const table = this.routeTables.values().next().value;
    if (table === undefined) return;
    this.route('Internet', table, { destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id });
    if (this.ipv6) this.route('InternetIpv6', table, { destinationIpv6CidrBlock: '::/0', gatewayId: gateway.id });
  }

  /** Sends what leaves the tier to the NAT gateway of its zone; IPv6, which needs no NAT, to the egress-only gateway. */
  public routeToNat(gatewayIdFor: (zone: string) => string | undefined, ipv6?: EgressOnlyInternetGateway): void {
    for (const [zone, table] of this.routeTables) {
      const natGatewayId = gatewayIdFor(zone);
      if (natGatewayId !== undefined) {
        this.route(`Nat-${zone}`, table, { destinationCidrBlock: '0.0.0.0/0', natGatewayId });
      }
      if (ipv6 !== undefined) {
        this.route(`Ipv6-${zone}`, table, { destinationIpv6CidrBlock: '::/0', egressOnlyGatewayId: ipv6.id });
      }
    }
  }

  private route(id: string, table: RouteTable, target: Omit<ConstructorParameters<typeof Route>[2], 'routeTableId'>) {
    new Route(this, id, { routeTableId: table.id, ...target });
  }
}
