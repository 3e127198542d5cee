import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcEndpointRouteTableAssociation } from '@cdktf/provider-aws/lib/vpc-endpoint-route-table-association';
import { Construct } from 'constructs';
import { type Issue, report } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import {
  ENDPOINT_PRESETS,
  type EndpointPreset,
  type EndpointService,
  INTERFACE_ENDPOINT_SERVICES,
  isEndpointPreset,
  isGatewayEndpointService,
  type OtherEndpointService,
} from './endpoint-services';
import type { INetwork } from './i-network';
import { Peer } from './peer';
import { Port } from './port';
import { SecurityGroup } from './security-group';

const SEE = 'https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html';

export interface VpcEndpointsProps {
  readonly network: INetwork & { readonly region: string };
  /** Begins the `Name` tags. */
  readonly namePrefix: string;
  /** Route table ids by a permanent name, `private-eu-west-1a`; gateway endpoints add their routes to all of them. */
  readonly routeTableIds: ReadonlyMap<string, string>;
}

/**
 * The private ways of a network to AWS services. Gateway endpoints (S3, DynamoDB) are routes and free; interface
 * endpoints are network interfaces in the workload subnets, behind one security group that the whole VPC may call.
 */
export class VpcEndpoints extends Construct {
  /** By service, `s3`. */
  public readonly gateways: ReadonlyMap<string, VpcEndpoint>;
  /** By service, `ecr.api`, or by your own name. */
  public readonly interfaces: ReadonlyMap<string, VpcEndpoint>;
  /** In front of the interface endpoints; there once the first one is. */
  public securityGroup?: SecurityGroup;

  private readonly madeGateways = new Map<string, VpcEndpoint>();
  private readonly madeInterfaces = new Map<string, VpcEndpoint>();

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: VpcEndpointsProps,
  ) {
    super(scope, id);
    this.gateways = this.madeGateways;
    this.interfaces = this.madeInterfaces;
  }

  /** Services that have an endpoint, in alphabetical order. */
  public get services(): readonly string[] {
    return [...this.madeGateways.keys(), ...this.madeInterfaces.keys()].sort();
  }

  /** Adds what is not there yet. */
  public add(services: readonly (EndpointPreset | EndpointService)[]): void {
    const { network } = this.props;
    for (const service of services.flatMap(expanded)) {
      const issues = validateEndpointService(service, network.region);
      report(this, issues);
      if (issues.length > 0 || this.services.includes(nameOf(service))) continue;
      if (typeof service === 'string' && isGatewayEndpointService(service)) this.addGateway(service);
      else this.addInterface(service);
    }
  }

  private addGateway(service: string): void {
    const { network, namePrefix, routeTableIds } = this.props;
    const endpoint = new VpcEndpoint(this, service, {
      vpcId: network.vpcId,
      vpcEndpointType: 'Gateway',
      serviceName: `com.amazonaws.${network.region}.${service}`,
      tags: { Name: `${namePrefix}-${service}` },
    });
    // A resource for each table: a tier or zone that is added later changes none of these.
    for (const [name, routeTableId] of routeTableIds) {
      new VpcEndpointRouteTableAssociation(this, `${service}-${name}`, { vpcEndpointId: endpoint.id, routeTableId });
    }
    this.madeGateways.set(service, endpoint);
  }

  private addInterface(service: EndpointService): void {
    const { network, namePrefix } = this.props;
    const name = nameOf(service);
    const subnets = network.workloadSubnets(this);
    if (subnets.length === 0) return;
    this.securityGroup ??= this.makeSecurityGroup();
    this.madeInterfaces.set(
      name,
      new VpcEndpoint(this, name, {
        vpcId: network.vpcId,
        vpcEndpointType: 'Interface',
        serviceName: typeof service === 'string' ? `com.amazonaws.${network.region}.${service}` : service.serviceName,
        privateDnsEnabled: typeof service === 'string' ? true : (service.privateDns ?? false),
        subnetIds: subnets.map(({ subnetId }) => subnetId),
        securityGroupIds: [this.securityGroup.securityGroupId],
        tags: { Name: `${namePrefix}-${name}` },
      }),
    );
  }

  private makeSecurityGroup(): SecurityGroup {
    const { network } = this.props;
    const group = new SecurityGroup(this, 'SecurityGroup', {
      network,
      description: 'Interface endpoints: HTTPS from inside the VPC',
      // An endpoint answers and never calls.
      egress: 'none',
      defaultPort: Port.tcp(443),
    });
    for (const cidrBlock of network.cidrBlocks) group.connections.allowFrom(Peer.ipv4(cidrBlock));
    return group;
  }
}

/** Pure, so that a test can ask about one service without building a stack. */
export function validateEndpointService(service: EndpointService, region: string): Issue[] {
  const issue = (value: unknown, limit: string, fix: string): Issue => ({
    field: 'endpoints',
    value,
    limit,
    fix,
    see: SEE,
  });
  if (typeof service !== 'string') return otherServiceIssues(service, issue);
  if (isGatewayEndpointService(service)) return [];
  if (!INTERFACE_ENDPOINT_SERVICES.some((known) => known === service)) {
    return [
      issue(
        service,
        `a service that this library knows: s3, dynamodb, ${INTERFACE_ENDPOINT_SERVICES.join(', ')}`,
        'correct the name, or give the full one: { name: "athena", serviceName: "com.amazonaws.eu-west-1.athena", privateDns: true }',
      ),
    ];
  }
  if (region.startsWith('cn-')) {
    return [
      issue(
        service,
        'a full service name in China, where some begin with "cn.com.amazonaws" and others do not',
        `look it up with aws ec2 describe-vpc-endpoint-services and write { name: "${service}", serviceName: "...", privateDns: true }`,
      ),
    ];
  }
  return [];
}

function otherServiceIssues(
  { name, serviceName }: OtherEndpointService,
  issue: (value: unknown, limit: string, fix: string) => Issue,
): Issue[] {
  return [
    ...(/^[a-z][a-z0-9.-]*$/.test(name)
      ? []
      : [issue(name, 'a name of lower-case letters, digits, "." and "-"', 'write for example "billing"')]),
    ...(/^[a-z0-9-]+(\.[a-z0-9-]+){3,}$/.test(serviceName) || isUnknown(serviceName)
      ? []
      : [
          issue(
            serviceName,
            'the full name of a service',
            'write for example "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0"',
          ),
        ]),
  ];
}

function expanded(service: EndpointPreset | EndpointService): readonly EndpointService[] {
  return typeof service === 'string' && isEndpointPreset(service) ? ENDPOINT_PRESETS[service] : [service];
}

function nameOf(service: EndpointService): string {
  return typeof service === 'string' ? service : service.name;
}
