import type { EgressOnlyInternetGateway } from '@cdktf/provider-aws/lib/egress-only-internet-gateway';
import type { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Route, type RouteConfig } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet as AwsSubnet } from '@cdktf/provider-aws/lib/subnet';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { Ipv4Block } from '../shared/ipv4-block';
import type { ISubnet, SubnetEgress } from './i-network';
import type { NatGateways } from './nat-gateways';
import type { NatInstance } from './nat-instance';
import type { PlannedSubnet } from './subnet-layout';

/** What a tier can go out through; which of them it uses is its `egress`. */
export interface WaysOut {
  readonly internetGateway?: InternetGateway;
  readonly nat?: NatGateways | NatInstance;
  /** For IPv6, which needs no NAT. */
  readonly egressOnlyInternetGateway?: EgressOnlyInternetGateway;
}

export interface SubnetTierProps {
  readonly name: string;
  readonly egress: SubnetEgress;
  /** A route table for each zone instead of one for all. */
  readonly routesPerZone: boolean;
  readonly vpcId: string;
  /** The VPC's id for a subnet of that block, known once the VPC has the block. */
  readonly vpcIdFor: (block: Ipv4Block) => string;
  /** Begins the `Name` tags. */
  readonly namePrefix: string;
  readonly subnets: readonly PlannedSubnet[];
  /** The network's IPv6 block, where it has one. */
  readonly ipv6CidrBlock?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly waysOut: WaysOut;
}

/**
 * The subnets of one tier with their route tables: a table per zone where each zone may have a NAT gateway of its own,
 * so that any kind of NAT can follow any other; one for the tier where all zones go the same way.
 */
export class SubnetTier extends Construct {
  /** By zone name. */
  public readonly awsSubnets: ReadonlyMap<string, AwsSubnet>;
  /** By zone name; the same table for each zone where the tier has one. */
  public readonly routeTables: ReadonlyMap<string, RouteTable>;
  public readonly subnets: readonly ISubnet[];

  public constructor(scope: Construct, id: string, props: SubnetTierProps) {
    super(scope, id);
    const { name, egress, routesPerZone, vpcIdFor, namePrefix, ipv6CidrBlock, tags } = props;
    const awsSubnets = new Map<string, AwsSubnet>();
    const tables = new Map<string, { readonly table: RouteTable; readonly routes: readonly Route[] }>();
    this.awsSubnets = awsSubnets;
    this.subnets = props.subnets.map(({ zone, block, ipv6Index }) => {
      const subnet = new AwsSubnet(this, `Subnet-${zone}`, {
        vpcId: vpcIdFor(block),
        availabilityZone: zone,
        cidrBlock: String(block),
        // Public subnets too: a load balancer and a NAT gateway bring their own addresses, nothing else should get one.
        mapPublicIpOnLaunch: false,
        ...(ipv6CidrBlock === undefined
          ? {}
          : { ipv6CidrBlock: Fn.cidrsubnet(ipv6CidrBlock, 8, ipv6Index), assignIpv6AddressOnCreation: true }),
        tags: { Name: `${namePrefix}-${name}-${zone}`, ...tags },
      });
      const [shared] = routesPerZone ? [] : tables.values();
      const { table, routes } = shared ?? this.makeTable(zone, props);
      const association = new RouteTableAssociation(this, `Association-${zone}`, {
        subnetId: subnet.id,
        routeTableId: table.id,
      });
      awsSubnets.set(zone, subnet);
      tables.set(zone, { table, routes });
      return {
        subnetId: subnet.id,
        availabilityZone: zone,
        tier: name,
        egress,
        cidrBlock: String(block),
        routeTableId: table.id,
        egressParts: [association, ...routes],
      };
    });
    this.routeTables = new Map([...tables].map(([zone, { table }]) => [zone, table]));
  }

  /** A route table with its default routes. */
  private makeTable(zone: string, props: SubnetTierProps) {
    const { name, egress, routesPerZone, vpcId, namePrefix, ipv6CidrBlock, waysOut } = props;
    const { internetGateway, nat, egressOnlyInternetGateway } = waysOut;
    const suffix = routesPerZone ? `-${zone}` : '';
    const table = new RouteTable(this, `RouteTable${suffix}`, {
      vpcId,
      tags: { Name: `${namePrefix}-${name}${suffix}` },
    });
    const routes: Route[] = [];
    const add = (id: string, target: Omit<RouteConfig, 'routeTableId'>): void => {
      routes.push(new Route(this, id, { routeTableId: table.id, ...target }));
    };
    if (egress === 'internet-gateway' && internetGateway !== undefined) {
      const gatewayId = internetGateway.id;
      add('Internet', { destinationCidrBlock: '0.0.0.0/0', gatewayId });
      if (ipv6CidrBlock !== undefined) add('InternetIpv6', { destinationIpv6CidrBlock: '::/0', gatewayId });
    }
    if (egress === 'nat') {
      const target = nat?.routeFor(zone);
      const egressOnlyGatewayId = egressOnlyInternetGateway?.id;
      if (target !== undefined) add(`Nat-${zone}`, { destinationCidrBlock: '0.0.0.0/0', ...target });
      if (egressOnlyGatewayId !== undefined) {
        add(`Ipv6-${zone}`, { destinationIpv6CidrBlock: '::/0', egressOnlyGatewayId });
      }
    }
    return { table, routes };
  }
}
