import { TerraformVariable, Token } from 'cdktf';
import type { ContainerProps } from '../../../../modules/ecs';
import { EcsService, TaskDefinition } from '../../../../modules/ecs';
import { containerDefinition } from '../../../../modules/ecs/task/container-definition';
import { containerJson } from '../../../../modules/ecs/task/container-json';
import { containerOf, platform, synthService } from '../../../support/ecs';
import { synth, theResource } from '../../../support/synth';

const SETTING = {
  exec: false,
  windows: false,
  interruptible: false,
  logGroupName: () => '/ecs/web',
  region: () => 'eu-west-1',
};

const SECRET = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';

/** A container that uses everything that there is. */
const EVERYTHING: ContainerProps = {
  image: { name: 'registry.acme.dev/app:1', credentials: SECRET },
  cpu: 256,
  memoryMib: 512,
  memoryReservationMib: 256,
  links: ['db'],
  ports: [80, { containerPort: 81, hostPort: 0, protocol: 'udp', name: 'metrics' }, { containerPortRange: '90-95' }],
  essential: false,
  restartPolicy: { ignoredExitCodes: [0], attemptPeriodSeconds: 60 },
  entryPoint: ['/bin/sh'],
  command: ['-c', 'exec app'],
  environment: { B: '2', A: '1' },
  environmentFiles: ['arn:aws:s3:::acme/app.env'],
  mounts: [{ volume: 'data', containerPath: '/data' }],
  volumesFrom: [{ container: 'db', readOnly: true }],
  linuxParameters: {
    capabilities: { add: ['NET_ADMIN'], drop: ['ALL'] },
    devices: [{ hostPath: '/dev/fuse', permissions: ['read'] }],
    initProcessEnabled: true,
    maxSwapMib: 10,
    sharedMemorySizeMib: 64,
    swappiness: 10,
    tmpfs: [{ containerPath: '/cache', sizeMib: 16, mountOptions: ['noexec'] }],
  },
  secrets: { PASSWORD: { secretArn: SECRET, jsonKey: 'password' } },
  dependsOn: { db: 'START' },
  startTimeoutSeconds: 10,
  stopTimeoutSeconds: 20,
  versionConsistency: 'disabled',
  hostname: 'app',
  user: '1000:1000',
  workingDirectory: '/app',
  disableNetworking: false,
  privileged: false,
  readonlyRootFilesystem: true,
  dnsServers: ['10.0.0.2'],
  dnsSearchDomains: ['acme.internal'],
  extraHosts: { 'db.internal': '10.0.0.3' },
  dockerSecurityOptions: ['no-new-privileges'],
  interactive: true,
  pseudoTerminal: true,
  dockerLabels: { team: 'web' },
  ulimits: [{ name: 'nofile', soft: 1024, hard: 2048 }],
  logging: { kind: 'cloudwatch' },
  healthCheck: { command: 'curl -f http://localhost/' },
  systemControls: [{ namespace: 'net.core.somaxconn', value: '1024' }],
  gpu: 1,
  firelens: { type: 'fluentbit' },
  credentialSpecs: ['credentialspec:arn:aws:s3:::acme/spec.json'],
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html */
const API_PROPERTIES = [
  'name image repositoryCredentials cpu memory memoryReservation links portMappings essential restartPolicy',
  'entryPoint command environment environmentFiles mountPoints volumesFrom linuxParameters secrets dependsOn',
  'startTimeout stopTimeout versionConsistency hostname user workingDirectory disableNetworking privileged',
  'readonlyRootFilesystem dnsServers dnsSearchDomains extraHosts dockerSecurityOptions interactive pseudoTerminal',
  'dockerLabels ulimits logConfiguration healthCheck systemControls resourceRequirements firelensConfiguration',
  'credentialSpecs',
].flatMap((line) => line.split(' '));

describe('a container definition', () => {
  it('[row 23] reaches each of the 42 properties of the ECS API by a typed prop', () => {
    expect(API_PROPERTIES).toHaveLength(42);
    expect(Object.keys(containerDefinition('app', EVERYTHING, SETTING)).sort()).toEqual([...API_PROPERTIES].sort());
  });

  it.each(API_PROPERTIES)('[row 23] gives %s a value', (property) => {
    const definition = new Map<string, unknown>(Object.entries(containerDefinition('app', EVERYTHING, SETTING)));
    expect(definition.get(property)).toBeDefined();
  });

  it("[row 22] has its keys in the API's order", () => {
    expect(Object.keys(containerDefinition('app', EVERYTHING, SETTING))).toEqual(API_PROPERTIES);
  });

  it('has no key that nobody asked for', () => {
    expect(Object.keys(containerDefinition('app', { image: 'a:1', writablePaths: [] }, SETTING))).toEqual([
      'name',
      'image',
      'essential',
      'readonlyRootFilesystem',
      'logConfiguration',
    ]);
  });

  it('[row 31] sorts settings and secrets by name', () => {
    const json = synthService({ image: 'a:1', environment: { b: '2', a: '1' }, secrets: { d: SECRET, c: SECRET } });
    expect(containerOf(json)).toMatchObject({
      environment: [
        { name: 'a', value: '1' },
        { name: 'b', value: '2' },
      ],
      secrets: [{ name: 'c' }, { name: 'd' }],
    });
  });

  it('[row 22] is the same in two synths', () => {
    const make = (): string =>
      JSON.stringify(synthService({ image: 'a:1', port: 80, environment: { b: '2', a: '1' } }));
    expect(make()).toBe(make());
  });

  it('[row 30] keeps command and entry point as lists, and shell variables as they stand', () => {
    const json = synthService({ image: 'a:1', command: ['echo', '${HOME} "x"'], entryPoint: ['sh', '-c'] });
    expect(containerOf(json)).toMatchObject({ command: ['echo', '$${HOME} "x"'], entryPoint: ['sh', '-c'] });
  });

  it('[row 106] takes a whole secret, one JSON key or one version, never a value', () => {
    const json = synthService({
      image: 'a:1',
      secrets: {
        KEY: { secretArn: SECRET, jsonKey: 'password' },
        PARAMETER: { parameterArn: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token' },
        VERSION: { secretArn: SECRET, versionStage: 'AWSPREVIOUS' },
        WHOLE: SECRET,
      },
    });
    expect(containerOf(json).secrets).toEqual([
      { name: 'KEY', valueFrom: `${SECRET}:password::` },
      { name: 'PARAMETER', valueFrom: 'arn:aws:ssm:eu-west-1:123456789012:parameter/token' },
      { name: 'VERSION', valueFrom: `${SECRET}::AWSPREVIOUS:` },
      { name: 'WHOLE', valueFrom: SECRET },
    ]);
  });
});

describe('what only Terraform knows', () => {
  it('becomes a number without quotes where ECS wants a number', () => {
    const json = synth((stack) => {
      const port = new TerraformVariable(stack, 'port', { type: 'number' }).numberValue;
      new EcsService(stack, 'web', { cluster: platform(stack).cluster, image: 'a:1', port });
    });
    const text = theResource(json, 'aws_ecs_task_definition').container_definitions;
    expect(text).toContain('"containerPort":${var.port},');
  });

  it('keeps the JSON whole when a setting holds quotes', () => {
    const json = synth((stack) => {
      const greeting = new TerraformVariable(stack, 'greeting', { type: 'string' }).stringValue;
      new EcsService(stack, 'web', {
        cluster: platform(stack).cluster,
        image: 'a:1',
        environment: { GREETING: `"${greeting}"` },
      });
    });
    expect(containerOf(json).environment).toEqual([
      {
        name: 'GREETING',
        value: '"${substr(jsonencode(var.greeting), 1, (length(jsonencode(var.greeting)) - 2))}"',
      },
    ]);
  });

  it('[A11] may be the ARN of a secret', () => {
    const json = synthService({ image: 'a:1', secrets: { PASSWORD: '${aws_secretsmanager_secret.x.arn}' } });
    expect(containerOf(json).secrets).toEqual([{ name: 'PASSWORD', valueFrom: '${aws_secretsmanager_secret.x.arn}' }]);
  });

  it('may be a whole list', () => {
    const json = synth((stack) => {
      const command = new TerraformVariable(stack, 'command', { type: 'list(string)' }).listValue;
      new EcsService(stack, 'web', { cluster: platform(stack).cluster, image: 'a:1', command });
    });
    expect(theResource(json, 'aws_ecs_task_definition').container_definitions).toContain(
      '"command":${jsonencode(var.command)},',
    );
  });

  it('may be the size of a task on instances', () => {
    const json = synth((stack) => {
      const memoryMib = new TerraformVariable(stack, 'memory', { type: 'number' }).numberValue;
      new TaskDefinition(stack, 'Task', { compatibility: 'ec2', memoryMib, containers: { app: { image: 'a:1' } } });
    });
    expect(theResource(json, 'aws_ecs_task_definition').memory).toBe('${var.memory}');
  });

  it('is not mistaken for a very negative number', () => {
    expect(containerJson([{ cpu: Token.asNumber('x') }])).not.toContain('e+');
  });
});

describe('a read-only root file system', () => {
  it('leaves /tmp writable, and what the official nginx image writes to', () => {
    const json = synthService({ image: 'nginx:1.27', port: 80 });
    expect(containerOf(json)).toMatchObject({
      readonlyRootFilesystem: true,
      mountPoints: [
        { sourceVolume: 'app-tmp', containerPath: '/tmp' },
        { sourceVolume: 'app-var-cache-nginx', containerPath: '/var/cache/nginx' },
        { sourceVolume: 'app-run', containerPath: '/run' },
      ],
    });
    expect(theResource(json, 'aws_ecs_task_definition').volume).toEqual([
      { name: 'app-tmp' },
      { name: 'app-var-cache-nginx' },
      { name: 'app-run' },
    ]);
  });

  it('has /tmp in memory for a user who may not write to a disk of root', () => {
    const json = synthService({ image: 'a:1', user: '1000' });
    expect(containerOf(json)).toMatchObject({
      linuxParameters: { tmpfs: [{ containerPath: '/tmp', size: 64, mountOptions: ['mode=1777'] }] },
    });
    expect(theResource(json, 'aws_ecs_task_definition').volume).toBeUndefined();
  });

  it('lets the agent of ECS Exec write', () => {
    const json = synthService({ image: 'a:1', executeCommand: true });
    expect(containerOf(json)).toMatchObject({
      linuxParameters: { initProcessEnabled: true },
      mountPoints: [
        { containerPath: '/tmp' },
        { containerPath: '/var/lib/amazon' },
        { containerPath: '/var/log/amazon' },
      ],
    });
  });

  it('is turned off by one property', () => {
    const json = synthService({ image: 'a:1', readonlyRootFilesystem: false });
    expect(containerOf(json).readonlyRootFilesystem).toBe(false);
    expect(containerOf(json).mountPoints).toBeUndefined();
  });

  it('does not exist on Windows', () => {
    const json = synthService({
      image: 'a:1',
      operatingSystem: 'WINDOWS_SERVER_2022_CORE',
      cpu: 1024,
      memoryMib: 2048,
    });
    expect(containerOf(json).readonlyRootFilesystem).toBeUndefined();
  });
});
