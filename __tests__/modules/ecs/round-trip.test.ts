import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { EcsService } from '../../../modules/ecs';
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
