import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EcsService, TaskDefinition } from '../../../modules/ecs';
import { terraformOffline } from '../../../testing';
import { platform } from '../../support/ecs';
import { withTerraform } from '../../testing/support/with-terraform';

jest.setTimeout(60_000);

function appWith(build: (stack: TerraformStack) => void): App {
  const app = new App();
  const stack = new TerraformStack(app, 'test');
  new AwsProvider(stack, 'Aws', { region: 'eu-west-1', allowedAccountIds: ['123456789012'] });
  build(stack);
  return app;
}

withTerraform('[row 97] a service that goes back on its recommended alarms', () => {
  it('comes after its alarms, leaves nothing to do in a second plan, and is destroyed', async () => {
    const app = appWith((stack) => {
      const web = new EcsService(stack, 'web', {
        ...platform(stack),
        image: 'nginx:1.27',
        port: 80,
        expose: { plainHttp: true },
        scaling: { min: 2, max: 4, cpuPercent: 70, requestsPerTarget: 100 },
        deployment: { kind: 'rolling', alarms: 'recommended' },
      });
      web.recommendedAlarms({ topicArns: ['arn:aws:sns:eu-west-1:123456789012:oncall'] });
    });
    const { resources } = await terraformOffline(app).roundTrip();
    const [service] = resources.filter(({ type }) => type === 'aws_ecs_service');
    expect(service?.values.alarms).toMatchObject([
      { alarm_names: expect.arrayContaining(['test-web-alarms-cpu', 'test-web-alarms-errors']) },
    ]);
  });
});

withTerraform('[row 24] [row 25] a task and a service from JSON of the AWS CLI', () => {
  it('with volumes, Service Connect and a registry are applied, leave nothing to do, and are destroyed', async () => {
    const app = appWith((stack) => {
      const taskDefinition = TaskDefinition.fromJson(stack, 'Task', {
        family: 'orders',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        cpu: '256',
        memory: '512',
        containerDefinitions: [
          { name: 'app', image: 'a:1', essential: true, portMappings: [{ name: 'http', containerPort: 8080 }] },
        ],
        volumes: [
          {
            name: 'files',
            efsVolumeConfiguration: {
              fileSystemId: 'fs-0123456789abcdef0',
              transitEncryption: 'ENABLED',
              authorizationConfig: { iam: 'ENABLED' },
            },
          },
          { name: 'disk', configuredAtLaunch: true },
        ],
      });
      const service = {
        serviceName: 'orders',
        taskDefinition: 'orders',
        desiredCount: 1,
        serviceConnectConfiguration: {
          enabled: true,
          namespace: 'shop',
          services: [{ portName: 'http', clientAliases: [{ port: 80 }] }],
        },
        serviceRegistries: [{ registryArn: 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-0123456789' }],
        volumeConfigurations: [{ name: 'disk', managedEBSVolume: { sizeInGiB: 20 } }],
      };
      EcsService.fromJson(stack, 'orders', service, { ...platform(stack), taskDefinition });
    });
    const { resources } = await terraformOffline(app).roundTrip();
    expect(resources.map(({ type }) => type)).toContain('aws_ecs_service');
  });
});
