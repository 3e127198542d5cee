import type {
  EcsServiceServiceConnectConfiguration,
  EcsServiceServiceConnectConfigurationServiceTls,
  EcsServiceServiceRegistries,
} from '@cdktf/provider-aws/lib/ecs-service';
import { ServiceDiscoveryService } from '@cdktf/provider-aws/lib/service-discovery-service';
import { Construct } from 'constructs';
import { regionOf } from '../../identity/region';
import { claimName, kebabCase } from '../../shared/names';
import { type Issue, refuse, report } from '../../shared/problems';
import { check, checkWholeNumber } from '../../shared/validation';
import type { IServiceNamespace } from '../cluster/service-namespace-interface';
import { type NetworkMode, portMappings } from '../task/port-mapping';
import type { TaskDefinition } from '../task/task-definition';
import type { Discovery, DnsDiscovery, ServiceConnectDiscovery, ServiceConnectTls } from './discovery';
import { ServiceConnectRole } from './service-connect-role';

const CONNECT = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-concepts-deploy.html';
const DNS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-discovery.html';

export interface ServiceDiscoveryProps {
  readonly discovery: Discovery;
  readonly taskDefinition: TaskDefinition;
  /** The cluster's. */
  readonly namespace?: IServiceNamespace;
  /** Where callers arrive; missing for a service that only calls. */
  readonly entrance: { readonly container: string; readonly port?: number };
}

/** The service's entry in a Cloud Map namespace, by Service Connect or by DNS. */
export class ServiceDiscovery extends Construct {
  /** What callers use: `http://api:8080`; missing for a client, and where the port is only in the SRV record. */
  public readonly url?: string;
  /** Missing for a client. */
  public readonly name?: string;
  public readonly namespace: IServiceNamespace;
  /** The Cloud Map service; missing with Service Connect, which makes its own. */
  public readonly registry?: ServiceDiscoveryService;
  /** What ECS may do for the certificates; missing without TLS. */
  public tlsRole?: ServiceConnectRole;
  /** `service_connect_configuration` of the service. */
  public readonly serviceConnect?: EcsServiceServiceConnectConfiguration;
  /** `service_registries` of the service. */
  public readonly registries?: EcsServiceServiceRegistries;

  public constructor(scope: Construct, id: string, props: ServiceDiscoveryProps) {
    super(scope, id);
    const { discovery, taskDefinition, entrance } = props;
    this.namespace = discovery.namespace ?? props.namespace ?? this.noNamespace();
    report(this, validateDiscovery(discovery, this.namespace, props));
    if (discovery.kind !== 'service-connect-client') {
      this.name = discovery.name ?? kebabCase(scope.node.id);
      claimName(this, 'discovery name', this.name, { field: 'discovery.name', within: this.namespace.node.path });
    }
    switch (discovery.kind) {
      case 'service-connect':
        this.serviceConnect = this.connectArguments(discovery, props);
        // The proxies encrypt; the program goes on speaking HTTP to its own.
        this.url = `http://${this.name}:${discovery.port ?? entrance.port}`;
        break;
      case 'service-connect-client':
        this.serviceConnect = { enabled: true, namespace: this.namespace.namespaceArn };
        break;
      case 'dns':
        this.registry = this.makeRegistry(discovery, taskDefinition.networkMode);
        this.registries = registryArguments(this.registry.arn, taskDefinition.networkMode, entrance);
        if (taskDefinition.networkMode === 'awsvpc') {
          this.url = `http://${this.name}.${this.namespace.namespaceName}:${entrance.port}`;
        }
    }
  }

  private noNamespace(): never {
    return refuse(this, {
      field: 'discovery.namespace',
      value: undefined,
      limit: 'a namespace: neither the service nor its cluster names one',
      fix: 'give the cluster one: new EcsCluster(..., { namespace: { kind: "http" } })',
      see: CONNECT,
    });
  }

  private connectArguments(
    { port, idleTimeoutSeconds, requestTimeoutSeconds, tls }: ServiceConnectDiscovery,
    { taskDefinition, entrance }: ServiceDiscoveryProps,
  ): EcsServiceServiceConnectConfiguration {
    const portName = portNameOf(taskDefinition, entrance) ?? '';
    const timed = idleTimeoutSeconds !== undefined || requestTimeoutSeconds !== undefined;
    const logGroup = taskDefinition.logGroup?.name;
    return {
      enabled: true,
      namespace: this.namespace.namespaceArn,
      service: [
        {
          portName,
          discoveryName: this.name,
          clientAlias: { dnsName: this.name, port: port ?? entrance.port ?? 80 },
          tls: tls === undefined ? undefined : this.tlsArguments(tls),
          timeout: timed ? { idleTimeoutSeconds, perRequestTimeoutSeconds: requestTimeoutSeconds } : undefined,
        },
      ],
      logConfiguration:
        logGroup === undefined
          ? undefined
          : {
              logDriver: 'awslogs',
              options: {
                'awslogs-group': logGroup,
                'awslogs-region': regionOf(this),
                'awslogs-stream-prefix': 'service-connect',
              },
            },
    };
  }

  private tlsArguments(tls: ServiceConnectTls): EcsServiceServiceConnectConfigurationServiceTls {
    this.tlsRole = new ServiceConnectRole(this, 'Tls', tls);
    return {
      issuerCertAuthority: { awsPcaAuthorityArn: tls.certificateAuthorityArn },
      kmsKey: tls.encryptionKeyArn,
      roleArn: this.tlsRole.role.roleArn,
    };
  }

  private makeRegistry({ ttlSeconds = 10 }: DnsDiscovery, networkMode: NetworkMode): ServiceDiscoveryService {
    return new ServiceDiscoveryService(this, 'Registry', {
      name: this.name ?? '',
      // ECS takes its instances out a little after the service is gone.
      forceDestroy: true,
      dnsConfig: {
        namespaceId: this.namespace.namespaceId,
        routingPolicy: 'MULTIVALUE',
        dnsRecords: [{ type: networkMode === 'awsvpc' ? 'A' : 'SRV', ttl: ttlSeconds }],
      },
    });
  }
}

function registryArguments(
  registryArn: string,
  networkMode: NetworkMode,
  { container, port }: ServiceDiscoveryProps['entrance'],
): EcsServiceServiceRegistries {
  return networkMode === 'awsvpc' ? { registryArn } : { registryArn, containerName: container, containerPort: port };
}

/** The name of the port that callers arrive at. */
function portNameOf(
  { containers }: TaskDefinition,
  { container, port }: ServiceDiscoveryProps['entrance'],
): string | undefined {
  return portMappings(containers[container]?.ports).find(
    (mapping) => 'containerPort' in mapping && mapping.containerPort === port,
  )?.name;
}

function isCertificateAuthority(arn: string): boolean {
  return /^arn:[\w-]+:acm-pca:[\w-]+:\d{12}:certificate-authority\/[\w-]+$/.test(arn);
}

/** What the namespace, the network mode and the ports allow. */
export function validateDiscovery(
  discovery: Discovery,
  namespace: IServiceNamespace,
  { taskDefinition, entrance }: Omit<ServiceDiscoveryProps, 'discovery' | 'namespace'>,
): Issue[] {
  const { networkMode } = taskDefinition;
  const see = discovery.kind === 'dns' ? DNS : CONNECT;
  const called = discovery.kind === 'service-connect-client' ? undefined : discovery;
  const connect = discovery.kind === 'service-connect' ? discovery : undefined;
  const seconds = { unit: 'seconds', fix: 'leave it out', see };
  const portName = portNameOf(taskDefinition, entrance);
  return [
    ...check('discovery.name', called?.name, (name) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(name), {
      limit: '1 to 63 lower-case letters, digits, "_" and "-", not beginning or ending with "-"',
      fix: 'write for example "api"',
      see,
    }),
    ...check('discovery.kind', discovery.kind, (kind) => kind !== 'dns' || namespace.kind === 'private-dns', {
      limit: `service-connect: the namespace ${namespace.node.path} is of kind http and has no DNS names`,
      fix: 'use a namespace of kind private-dns, or { kind: "service-connect" }',
      see,
    }),
    ...check(
      'discovery.kind',
      discovery.kind,
      (kind) => networkMode === 'awsvpc' || networkMode === 'bridge' || (kind === 'dns' && networkMode === 'host'),
      {
        limit: `nothing in network mode ${networkMode}${networkMode === 'host' ? ' but dns' : ''}`,
        fix: 'use network mode awsvpc',
        see,
      },
    ),
    ...(called !== undefined && entrance.port === undefined
      ? [{ field: 'port', value: undefined, limit: 'a port that callers arrive at', fix: 'write port: 80', see }]
      : []),
    ...(connect !== undefined && entrance.port !== undefined && portName === undefined
      ? [
          {
            field: `containers.${entrance.container}.ports`,
            value: entrance.port,
            limit: 'a port with a name: Service Connect refers to ports by name',
            fix: `write { containerPort: ${entrance.port}, name: "http", appProtocol: "http" }`,
            see,
          },
        ]
      : []),
    ...check('discovery.tls.certificateAuthorityArn', connect?.tls?.certificateAuthorityArn, isCertificateAuthority, {
      limit: 'the ARN of a certificate authority of AWS Private CA',
      fix: 'write arn:aws:acm-pca:REGION:ACCOUNT:certificate-authority/ID',
      see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect-tls.html',
    }),
    ...checkWholeNumber('discovery.port', connect?.port, [1, 65_535], { fix: 'leave it out', see }),
    ...checkWholeNumber('discovery.idleTimeoutSeconds', connect?.idleTimeoutSeconds, [0, 2_147_483_647], seconds),
    ...checkWholeNumber('discovery.requestTimeoutSeconds', connect?.requestTimeoutSeconds, [0, 2_147_483_647], seconds),
    ...checkWholeNumber(
      'discovery.ttlSeconds',
      discovery.kind === 'dns' ? discovery.ttlSeconds : undefined,
      [0, 2_147_483_647],
      seconds,
    ),
  ];
}
