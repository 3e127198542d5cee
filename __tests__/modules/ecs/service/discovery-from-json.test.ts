import type { TerraformStack } from 'cdktf';
import { EcsService, TaskDefinition } from '../../../../modules/ecs';
import { platform } from '../../../support/ecs';
import { refusal, resources, type StackJson, synth, theResource } from '../../../support/synth';

const CA = 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b2c3d-0000-1111-2222-333344445555';
const ROLE = 'arn:aws:iam::123456789012:role/service-connect';
const TOKEN = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:splunk-AbCdEf';
const REGISTRY = 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-0123456789abcdef';

const TASK = {
  family: 'orders',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  containerDefinitions: [
    { name: 'app', image: 'a:1', essential: true, portMappings: [{ name: 'http', containerPort: 8080 }] },
  ],
};
const CONNECT = {
  enabled: true,
  namespace: 'shop',
  services: [
    {
      portName: 'http',
      discoveryName: 'orders',
      clientAliases: [{ port: 80, dnsName: 'orders' }],
      timeout: { perRequestTimeoutSeconds: 30 },
      tls: { issuerCertificateAuthority: { awsPcaAuthorityArn: CA }, roleArn: ROLE },
    },
  ],
  logConfiguration: {
    logDriver: 'awslogs',
    options: { 'awslogs-group': '/ecs/connect', 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'orders' },
  },
};

/** Policies of the roles of the task. */
const rightsOf = (json: StackJson): string =>
  Object.entries(json.resource?.aws_iam_role_policy ?? {})
    .filter(([id]) => id.startsWith('Task_'))
    .map(([, { policy }]) => String(policy))
    .join();

const build = (discovery: object) => (stack: TerraformStack) => {
  const taskDefinition = TaskDefinition.fromJson(stack, 'Task', TASK);
  const service = { serviceName: 'orders', taskDefinition: 'orders', desiredCount: 1, ...discovery };
  EcsService.fromJson(stack, 'orders', service, { ...platform(stack), taskDefinition });
};

describe('[row 25] Service Connect in the JSON of the AWS CLI', () => {
  const json = synth(build({ serviceConnectConfiguration: CONNECT }));

  it('keeps namespace, names, ports, times and the CA', () => {
    expect(theResource(json, 'aws_ecs_service').service_connect_configuration).toEqual({
      enabled: true,
      namespace: 'shop',
      service: [
        {
          port_name: 'http',
          discovery_name: 'orders',
          client_alias: { port: 80, dns_name: 'orders' },
          timeout: { per_request_timeout_seconds: 30 },
          tls: { issuer_cert_authority: { aws_pca_authority_arn: CA }, role_arn: ROLE },
        },
      ],
      log_configuration: { log_driver: 'awslogs', options: CONNECT.logConfiguration.options },
    });
  });

  it('may write to the log group of its proxy', () => {
    expect(rightsOf(json)).toContain('arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/connect:*');
  });

  it('may read the secrets of another log driver', () => {
    const logConfiguration = { logDriver: 'splunk', secretOptions: [{ name: 'splunk-token', valueFrom: TOKEN }] };
    const splunk = synth(build({ serviceConnectConfiguration: { ...CONNECT, logConfiguration } }));
    expect(theResource(splunk, 'aws_ecs_service').service_connect_configuration).toMatchObject({
      log_configuration: { log_driver: 'splunk', secret_option: [{ name: 'splunk-token', value_from: TOKEN }] },
    });
    expect(rightsOf(splunk)).toContain(TOKEN);
  });

  it('of a client has no services', () => {
    const client = synth(build({ serviceConnectConfiguration: { enabled: true, namespace: 'shop' } }));
    expect(theResource(client, 'aws_ecs_service').service_connect_configuration).toEqual({
      enabled: true,
      namespace: 'shop',
    });
    expect(rightsOf(client)).toBe('');
  });

  it('is refused with what Terraform cannot say, and with a port that has no name', () => {
    const [service] = CONNECT.services;
    const aliases = [{ port: 80 }, { port: 8080 }];
    const message = refusal(
      build({
        serviceConnectConfiguration: {
          ...CONNECT,
          accessLogConfiguration: { format: 'JSON' },
          services: [{ ...service, portName: 'web', clientAliases: aliases, weight: 1 }],
        },
      }),
    );
    expect(message).toContain('serviceConnectConfiguration.accessLogConfiguration');
    expect(message).toContain('one alias: AWS provider 6.25 takes no more');
    expect(message).toContain('give the port mapping the name "web"');
    expect(message).toContain('serviceConnectConfiguration.services[0].weight is 1');
  });
});

describe('[row 25] a Cloud Map registry in the JSON of the AWS CLI', () => {
  const registry = { registryArn: REGISTRY, containerName: 'app', containerPort: 8080 };

  it('stays the one that it is', () => {
    const json = synth(build({ serviceRegistries: [registry] }));
    expect(theResource(json, 'aws_ecs_service').service_registries).toEqual({
      registry_arn: REGISTRY,
      container_name: 'app',
      container_port: 8080,
    });
    expect(resources(json, 'aws_service_discovery_service')).toEqual([]);
  });

  it('is one', () => {
    expect(refusal(build({ serviceRegistries: [registry, registry] }))).toContain('one registry of a service');
  });
});
