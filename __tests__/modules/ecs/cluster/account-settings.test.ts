import { EcsAccountSettings } from '../../../../modules/ecs/cluster/account-settings';
import { refusal, resources, synth } from '../../../support/synth';

describe('account settings of ECS', () => {
  it('[row 20] are the three long ARN formats, once in a region', () => {
    const settings = resources(
      synth((stack) => void new EcsAccountSettings(stack, 'Settings')),
      'aws_ecs_account_setting_default',
    );
    expect(settings).toMatchObject([
      { name: 'containerInstanceLongArnFormat', value: 'enabled' },
      { name: 'serviceLongArnFormat', value: 'enabled' },
      { name: 'taskLongArnFormat', value: 'enabled' },
    ]);
    expect(settings).toHaveLength(3);
  });

  it('[row 20] are refused a second time for the region, and taken for another one', () => {
    expect(
      refusal((stack) => {
        new EcsAccountSettings(stack, 'A');
        new EcsAccountSettings(stack, 'B');
      }),
    ).toContain('settings is "serviceLongArnFormat"; allowed: a ECS account setting name that nothing else');
    const json = synth((stack) => {
      new EcsAccountSettings(stack, 'A');
      new EcsAccountSettings(stack, 'B', { region: 'eu-central-1' });
    });
    expect(resources(json, 'aws_ecs_account_setting_default')).toHaveLength(6);
  });

  it('are others on request', () => {
    const json = synth(
      (stack) =>
        void new EcsAccountSettings(stack, 'Settings', { awsvpcTrunking: true, fargateTaskRetirementWaitDays: 14 }),
    );
    const settings = resources(json, 'aws_ecs_account_setting_default').map(({ name, value }) => [name, value]);
    expect(settings).toContainEqual(['awsvpcTrunking', 'enabled']);
    expect(settings).toContainEqual(['fargateTaskRetirementWaitPeriod', '14']);
  });
});
