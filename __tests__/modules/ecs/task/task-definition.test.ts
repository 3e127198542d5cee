import type { ContainerProps, TaskDefinitionProps } from '../../../../modules/ecs';
import { TaskDefinition } from '../../../../modules/ecs';
import { validateTaskDefinitionProps } from '../../../../modules/ecs/task/task-validation';
import { containersOf } from '../../../support/ecs';
import { refusal, resources, synth, theResource } from '../../../support/synth';

const app: ContainerProps = { image: 'a:1' };

const fieldsOf = (props: TaskDefinitionProps): string[] => validateTaskDefinitionProps(props).map(({ field }) => field);
const refusalOf = (props: TaskDefinitionProps): string =>
  refusal((stack) => new TaskDefinition(stack, 'Web', { ...props }));
const ec2 = (container: Partial<ContainerProps>, rest: Partial<TaskDefinitionProps> = {}): TaskDefinitionProps =>
  ({
    compatibility: 'ec2',
    memoryMib: 512,
    containers: { app: { ...app, ...container } },
    ...rest,
  }) as TaskDefinitionProps;

describe('a task definition', () => {
  it('[row 22] has family, compatibility, roles and size, all of them strings', () => {
    const json = synth((stack) => new TaskDefinition(stack, 'Web', { containers: { app } }));
    expect(theResource(json, 'aws_ecs_task_definition')).toMatchObject({
      family: 'test-web',
      requires_compatibilities: ['FARGATE'],
      network_mode: 'awsvpc',
      cpu: '256',
      memory: '512',
      runtime_platform: { operating_system_family: 'LINUX', cpu_architecture: 'X86_64' },
    });
  });

  it('[row 33] is sized by what its containers ask for', () => {
    const json = synth(
      (stack) =>
        new TaskDefinition(stack, 'Web', {
          containers: { app: { ...app, cpu: 512, memoryMib: 1500 }, proxy: { image: 'b:1', cpu: 64, memoryMib: 700 } },
        }),
    );
    expect(theResource(json, 'aws_ecs_task_definition')).toMatchObject({ cpu: '1024', memory: '3072' });
  });

  it('[row 33] needs no size on instances', () => {
    const json = synth(
      (stack) =>
        new TaskDefinition(stack, 'Web', { compatibility: 'ec2', containers: { app: { ...app, memoryMib: 256 } } }),
    );
    const task = theResource(json, 'aws_ecs_task_definition');
    expect([task.cpu, task.memory]).toEqual([undefined, undefined]);
  });

  it('[row 26] keeps replaced revisions where asked to', () => {
    const json = synth(
      (stack) =>
        new TaskDefinition(stack, 'Web', { containers: { app }, releases: { by: 'terraform', keepRevisions: true } }),
    );
    expect(theResource(json, 'aws_ecs_task_definition').skip_destroy).toBe(true);
  });

  it('[row 41] never shares a role with another one', () => {
    const json = synth((stack) => {
      new TaskDefinition(stack, 'Web', { containers: { app } });
      new TaskDefinition(stack, 'Api', { containers: { app } });
    });
    expect(new Set(resources(json, 'aws_iam_role').map(({ name }) => name)).size).toBe(4);
  });

  it.each(['my family', 'a.b', ''])('is refused with the family "%s", once and not for its roles too', (family) => {
    const message = refusalOf({ family, containers: { app } });
    expect(message).toContain(`family is "${family}"; allowed: 1 to 255 characters`);
    expect(message).toMatch(/^1 problem in this app/);
  });

  it('[row 27] runs two containers, 10 at most and one essential at least', () => {
    const many = (count: number): TaskDefinitionProps => ({
      containers: Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}`, app])),
    });
    expect(fieldsOf(many(2))).toEqual([]);
    expect(fieldsOf(many(10))).toEqual([]);
    expect(fieldsOf(many(0))).toEqual(['containers']);
    expect(fieldsOf({ containers: { app: { ...app, essential: false } } })).toEqual(['containers.*.essential']);
    const message = refusalOf(many(11));
    for (const part of ['11', '10', 'containers', 'test/Web']) expect(message).toContain(part);
  });

  it('[row 29] emits essential: false', () => {
    const json = synth(
      (stack) => new TaskDefinition(stack, 'Web', { containers: { app, init: { image: 'b:1', essential: false } } }),
    );
    expect(containersOf(json).map(({ essential }) => essential)).toEqual([true, false]);
  });

  it('[row 117] keeps the logs of all its containers for 30 days, each in streams of its own', () => {
    const json = synth((stack) => new TaskDefinition(stack, 'Web', { containers: { app, proxy: app } }));
    expect(theResource(json, 'aws_cloudwatch_log_group')).toMatchObject({
      name: '/ecs/test-web',
      retention_in_days: 30,
    });
    expect(containersOf(json)).toMatchObject([
      { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-stream-prefix': 'app' } } },
      { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-stream-prefix': 'proxy' } } },
    ]);
  });

  it('gives its runner the right to start it and to hand over its two roles', () => {
    const json = synth((stack) => {
      const task = new TaskDefinition(stack, 'Web', { containers: { app } });
      task.grantRun(new TaskDefinition(stack, 'Scheduler', { containers: { app } }));
    });
    const policies = resources(json, 'aws_iam_role_policy').map(({ policy }) => String(policy));
    const granted = policies.find((policy) => policy.includes('ecs:RunTask'));
    expect(granted).toContain('arn_without_revision}:*');
    expect(granted).toContain('"iam:PassedToService":"ecs-tasks.amazonaws.com"');
  });
});

describe('what ECS refuses in a task', () => {
  it.each<[string, Partial<ContainerProps>, string]>([
    ['port 0', { ports: [0] }, 'containers.app.ports[0].containerPort'],
    ['port 70000', { ports: [70_000] }, 'containers.app.ports[0].containerPort'],
    ['port 1.5', { ports: [1.5] }, 'containers.app.ports[0].containerPort'],
    ['one port twice', { ports: [80, 80] }, 'containers.*.ports'],
    ['links', { links: ['db'] }, 'containers.app.links'],
    ['privileged', { privileged: true }, 'containers.app.privileged'],
    ['a GPU', { gpu: 1 }, 'containers.app.gpu'],
    ['stopTimeout 121', { stopTimeoutSeconds: 121 }, 'containers.app.stopTimeoutSeconds'],
    [
      'NET_ADMIN',
      { linuxParameters: { capabilities: { add: ['NET_ADMIN'] } } },
      'containers.app.linuxParameters.capabilities.add',
    ],
    [
      'devices',
      { linuxParameters: { devices: [{ hostPath: '/dev/fuse' }] } },
      'containers.app.linuxParameters.devices',
    ],
    [
      'shared memory',
      { linuxParameters: { sharedMemorySizeMib: 64 } },
      'containers.app.linuxParameters.sharedMemorySizeMib',
    ],
    ['disableNetworking', { disableNetworking: true }, 'containers.app.disableNetworking'],
    ['dnsServers', { dnsServers: ['1.1.1.1'] }, 'containers.app.dnsServers'],
    ['hostname', { hostname: 'a' }, 'containers.app.hostname'],
    ['syslog', { logging: { kind: 'syslog' } }, 'containers.app.logging.kind'],
    [
      'memory below the reservation',
      { memoryMib: 128, memoryReservationMib: 256 },
      'containers.app.memoryReservationMib',
    ],
    ['a cpu sum over the task', { cpu: 512 }, 'cpu'],
    [
      'an appProtocol without name',
      { ports: [{ containerPort: 80, appProtocol: 'http' }] },
      'containers.app.ports[0].appProtocol',
    ],
    [
      'a health check that overlaps',
      { healthCheck: { command: 'true', intervalSeconds: 5, timeoutSeconds: 5 } },
      'containers.app.healthCheck.timeoutSeconds',
    ],
    ['an empty health check', { healthCheck: { command: [] } }, 'containers.app.healthCheck.command'],
    [
      'a restart period of 59',
      { restartPolicy: { attemptPeriodSeconds: 59 } },
      'containers.app.restartPolicy.attemptPeriodSeconds',
    ],
    ['a volume that nobody made', { mounts: [{ volume: 'data', containerPath: '/data' }] }, 'containers.app.mounts'],
    ['two credential specs', { credentialSpecs: ['a', 'b'] }, 'containers.app.credentialSpecs'],
    ['an image with https://', { image: 'https://docker.io/nginx:1' }, 'containers.app.image'],
    ['an image with a space', { image: 'nginx 1' }, 'containers.app.image'],
  ])('on Fargate: %s', (_, container, field) => {
    expect(fieldsOf({ cpu: 256, memoryMib: 512, containers: { app: { ...app, ...container } } })).toContain(field);
  });

  it.each<[string, Partial<ContainerProps>]>([
    ['port 1', { ports: [1] }],
    ['port 65535', { ports: [65_535] }],
    ['[A7] hostPort equal to containerPort', { ports: [{ containerPort: 80, hostPort: 80 }] }],
    ['stopTimeout 120', { stopTimeoutSeconds: 120 }],
    ['SYS_PTRACE', { linuxParameters: { capabilities: { add: ['SYS_PTRACE'] } } }],
    ['memory equal to the reservation', { memoryMib: 256, memoryReservationMib: 256 }],
    ['one port over TCP and UDP', { ports: [53, { containerPort: 53, protocol: 'udp' }] }],
    ['a restart period of 60', { restartPolicy: { attemptPeriodSeconds: 60 } }],
  ])('accepts on Fargate: %s', (_, container) => {
    expect(fieldsOf({ cpu: 256, memoryMib: 512, containers: { app: { ...app, ...container } } })).toEqual([]);
  });

  it('containers that are larger together than any size', () => {
    const large = { ...app, cpu: 10_000, memoryMib: 1024 };
    expect(fieldsOf({ containers: { a: large, b: large } })).toEqual(['containers']);
    expect(fieldsOf({ containers: { a: large, b: { ...large, cpu: 6384 } } })).toEqual([]);
  });

  it('[25] a cpu that Fargate does not sell', () => {
    // @ts-expect-error 300 is not a Fargate size.
    const message = refusalOf({ cpu: 300, memoryMib: 512, containers: { app } });
    for (const part of ['cpu', '300', '256', '16384', 'test/Web']) expect(message).toContain(part);
  });

  it('[27] another host port in awsvpc mode', () => {
    const message = refusalOf({ containers: { app: { ...app, ports: [{ containerPort: 80, hostPort: 8080 }] } } });
    for (const part of ['hostPort', '8080', '80', 'awsvpc']) expect(message).toContain(part);
  });

  it('[29] a name in environment and in secrets', () => {
    const DB_URL = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';
    const message = refusalOf({ containers: { app: { ...app, environment: { DB_URL: 'x' }, secrets: { DB_URL } } } });
    expect(message).toContain('DB_URL');
    expect(message).toContain('twice');
  });

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
  ])('[35] memory %s', (text, memoryMib) => {
    const message = refusalOf({ containers: { app: { ...app, memoryMib } } });
    expect(message).toContain('memoryMib');
    expect(message).toContain(text);
  });

  it('[35] memory as text', () => {
    // @ts-expect-error a number is asked for.
    expect(refusalOf({ containers: { app: { ...app, memoryMib: '512MB' } } })).toContain('memoryMib is "512MB"');
  });

  it('[row 31] a setting that is the ARN of a secret', () => {
    const DB = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf';
    expect(refusalOf({ containers: { app: { ...app, environment: { DB } } } })).toContain('move it to secrets');
  });

  it('a credential in a setting, whose value it does not print', () => {
    const message = refusalOf({ containers: { app: { ...app, environment: { KEY: 'AKIAABCDEFGHIJKLMNOP' } } } });
    expect(message).toContain('holds a secret (not printed)');
    expect(message).not.toContain('AKIAABCDEFGHIJKLMNOP');
  });

  it('a secret that is a value, which it does not print', () => {
    const message = refusalOf({ containers: { app: { ...app, secrets: { PASSWORD: 'hunter2' } } } });
    expect(message).toContain('PASSWORD');
    expect(message).not.toContain('hunter2');
  });

  it('[row 29] waiting for the end of an essential container', () => {
    const containers = { app: { ...app, dependsOn: { init: 'SUCCESS' as const } }, init: { image: 'b:1' } };
    expect(fieldsOf({ containers })).toEqual(['containers.app.dependsOn.init']);
    expect(fieldsOf({ containers: { ...containers, init: { image: 'b:1', essential: false } } })).toEqual([]);
  });

  it('waiting for the health of a container without a health check, for a stranger, or in a circle', () => {
    const other: ContainerProps = { image: 'b:1' };
    expect(fieldsOf({ containers: { app: { ...app, dependsOn: { other: 'HEALTHY' } }, other } })).toEqual([
      'containers.app.dependsOn.other',
    ]);
    expect(fieldsOf({ containers: { app: { ...app, dependsOn: { stranger: 'START' } } } })).toEqual([
      'containers.app.dependsOn.stranger',
    ]);
    const message = refusalOf({
      containers: { app: { ...app, dependsOn: { b: 'START' } }, b: { ...app, dependsOn: { app: 'START' } } },
    });
    expect(message).toContain('app -> b -> app');
  });

  it('reports all of them together, with the path', () => {
    const message = refusalOf({ containers: { app: { ...app, ports: [70_000], privileged: true } } });
    expect(message).toContain('2 problems');
    expect(message).toContain('TaskDefinition at test/Web');
  });

  it('is overruled by name and with a reason', () => {
    const unchecked = [{ rule: 'ecs.fargate-feature', reason: 'allowed in our preview account' }];
    synth(
      (stack) => new TaskDefinition(stack, 'Web', { containers: { app: { ...app, privileged: true } }, unchecked }),
    );
  });
});

describe('network modes', () => {
  it('[row 28] links exist in bridge mode only', () => {
    const containers = { app: { ...app, links: ['db'] }, db: app };
    expect(fieldsOf(ec2({}, { networkMode: 'bridge', containers }))).toEqual([]);
    const message = refusalOf({ containers });
    expect(message).toContain('127.0.0.1');
  });

  it('[row 35] bridge mode lets the instance choose the port', () => {
    expect(fieldsOf(ec2({ ports: [{ containerPort: 80, hostPort: 0 }] }, { networkMode: 'bridge' }))).toEqual([]);
    expect(fieldsOf(ec2({ ports: [{ containerPort: 80, hostPort: 8080 }] }, { networkMode: 'bridge' }))).toEqual([]);
  });

  it('[row 53] host mode keeps the port, none has none', () => {
    expect(fieldsOf(ec2({ ports: [{ containerPort: 80, hostPort: 8080 }] }, { networkMode: 'host' }))).toEqual([
      'containers.app.ports[0].hostPort',
    ]);
    expect(fieldsOf(ec2({ ports: [80] }, { networkMode: 'none' }))).toEqual(['containers.app.ports[0]']);
  });

  it('[row 51] Fargate has awsvpc only, Managed Instances awsvpc and host', () => {
    expect(fieldsOf({ containers: { app }, networkMode: 'bridge' })).toEqual(['networkMode']);
    expect(
      fieldsOf({ compatibility: 'managed-instances', memoryMib: 512, containers: { app }, networkMode: 'bridge' }),
    ).toEqual(['networkMode']);
  });
});

describe('volumes', () => {
  it('[row 32] of the task and of the host', () => {
    const json = synth(
      (stack) =>
        new TaskDefinition(stack, 'Web', {
          compatibility: 'ec2',
          memoryMib: 512,
          containers: { app: { ...app, writablePaths: [], mounts: [{ volume: 'data', containerPath: '/data' }] } },
          volumes: {
            data: { kind: 'scratch' },
            docker: { kind: 'docker', scope: 'shared', autoprovision: true },
            sockets: { kind: 'host', sourcePath: '/var/run' },
          },
        }),
    );
    expect(theResource(json, 'aws_ecs_task_definition').volume).toEqual([
      { name: 'data' },
      { name: 'docker', docker_volume_configuration: { scope: 'shared', driver: 'local', autoprovision: true } },
      { name: 'sockets', host_path: '/var/run' },
    ]);
  });

  it('[row 32] of a Windows file server, with the right to read the credentials', () => {
    const credentialsSecretArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:fsx-AbCdEf';
    const share = {
      kind: 'fsx-windows',
      fileSystemId: 'fs-1',
      rootDirectory: 'share',
      domain: 'acme.internal',
      credentialsSecretArn,
    } as const;
    const json = synth(
      (stack) =>
        new TaskDefinition(stack, 'Web', {
          compatibility: 'ec2',
          operatingSystem: 'WINDOWS_SERVER_2022_CORE',
          memoryMib: 1024,
          containers: { app },
          volumes: { share },
        }),
    );
    expect(theResource(json, 'aws_ecs_task_definition').volume).toMatchObject([
      { fsx_windows_file_server_volume_configuration: { file_system_id: 'fs-1', root_directory: 'share' } },
    ]);
    expect(String(theResource(json, 'aws_iam_role_policy').policy)).toContain(credentialsSecretArn);
    expect(fieldsOf({ containers: { app }, volumes: { share } })).toEqual(['volumes.share.kind']);
  });

  it('[row 32] of the host do not exist on Fargate', () => {
    const volumes = { a: { kind: 'host', sourcePath: '/a' }, b: { kind: 'docker' } } as const;
    expect(fieldsOf({ containers: { app }, volumes })).toEqual(['volumes.a.kind', 'volumes.b.kind']);
  });
});

describe('what is probably not meant', () => {
  it('[31] a password in plain text is warned of, without its value', () => {
    const warnings = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const lines: string[] = [];
    synth((stack) => {
      const task = new TaskDefinition(stack, 'Web', {
        containers: {
          app: { ...app, environment: { DB_PASSWORD: 'hunter2', DB_PASSWORD_FILE: '/run/x', SECRET_NAME: 'a' } },
        },
      });
      lines.push(...task.node.metadata.map(({ data }) => String(data)));
    });
    warnings.mockRestore();
    const text = lines.join('\n');
    expect(text).toContain('DB_PASSWORD');
    expect(text).toContain('secrets');
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('DB_PASSWORD_FILE');
    expect(text).not.toContain('SECRET_NAME');
  });
});
