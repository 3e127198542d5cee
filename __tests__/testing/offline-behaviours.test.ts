import {
  type Applied,
  type Outcome,
  type Plan,
  type PlannedResource,
  terraformMatchers,
  terraformOffline,
} from 'cdktf-aws-containers/testing';
import { behavioursApp } from './support/behaviours-app';
import { withTerraform } from './support/with-terraform';

expect.extend(terraformMatchers);
jest.setTimeout(120_000);

withTerraform('one stack, planned, applied, changed and destroyed', () => {
  const run: {
    validated?: Outcome;
    first?: Plan;
    applied?: Applied;
    second?: Plan;
    changed?: Plan;
    destroyed?: Outcome;
  } = {};
  const value = (address: string): PlannedResource['values'] => run.applied?.resource(address).values ?? {};

  beforeAll(async () => {
    const terraform = terraformOffline(behavioursApp(), {
      unknownTypes: ['aws_brand_new'],
      dataSources: { aws_ami: { id: 'ami-0123456789abcdef0' } },
    });
    try {
      run.validated = await terraform.validate();
      run.first = await terraform.plan();
      run.applied = await terraform.apply();
      run.second = await terraform.plan();
      terraform.change(behavioursApp({ image: 'nginx:1.28', retentionInDays: 90 }));
      run.changed = await terraform.plan();
      await terraform.apply();
      run.destroyed = await terraform.destroy();
    } finally {
      terraform.close();
    }
  });

  it('ends each step without errors', () => {
    expect(run.validated).toSucceed();
    expect(run.first).toSucceed();
    expect(run.applied).toSucceed();
    expect(run.destroyed).toSucceed();
  });

  it('plans nothing after the apply', () => expect(run.second).toPlanEmpty());

  it('warns of a provider that has no bindings, and of no other', () => {
    expect(run.validated?.diagnostics.map(({ summary }) => summary)).toEqual([
      'No bindings of registry.terraform.io/hashicorp/random are installed',
    ]);
  });

  it('plans every resource as a creation, with what is known and without what is not', () => {
    expect(
      new Set(run.first?.changes.filter(({ address }) => !address.startsWith('data.')).map(({ action }) => action)),
    ).toEqual(new Set(['create']));
    expect(run.first?.resource('aws_vpc.Protected').values).toMatchObject({ cidr_block: '10.0.0.0/16' });
    expect(run.first?.resource('aws_vpc.Protected').values).not.toHaveProperty('arn');
  });

  it('gives each provider alias and each resource with a region of its own the ARNs of that region', () => {
    expect(value('aws_acm_certificate.Here').arn).toMatch(
      /^arn:aws:acm:eu-west-1:123456789012:certificate\/[0-9a-f-]{36}$/,
    );
    expect(value('aws_acm_certificate.Global1').arn).toMatch(/^arn:aws:acm:us-east-1:/);
    expect(value('aws_cloudwatch_log_group.Elsewhere').arn).toBe(
      'arn:aws:logs:eu-north-1:123456789012:log-group:/elsewhere',
    );
    expect(run.applied?.outputs.behaviours).toMatchObject({
      Regions: ['eu-west-1', 'us-east-1'],
      Partition: 'amazonaws.com',
    });
  });

  it('gives equal resources different ids', () => {
    const ids = ['EipA', 'EipB', 'EipC'].map((name) => value(`aws_eip.${name}`).id);
    expect(new Set(ids).size).toBe(3);
    expect(ids).toEqual(Array(3).fill(expect.stringMatching(/^eipalloc-0[0-9a-f]{16}$/)));
  });

  it('merges the default tags of the provider into tags_all', () => {
    expect(value('aws_cloudwatch_log_group.Elsewhere').tags_all).toEqual({ environment: 'dev', team: 'web' });
  });

  it('fills computed members of set elements and keeps what is configured', () => {
    const devices = value('aws_instance.Machine').ebs_block_device;
    expect(devices).toHaveLength(2);
    expect(devices).toContainEqual(
      expect.objectContaining({ device_name: '/dev/sdb', volume_size: 8, volume_id: expect.any(String) }),
    );
    expect(devices).toContainEqual(
      expect.objectContaining({ device_name: '/dev/sdc', kms_key_id: value('aws_kms_key.Key').arn }),
    );
  });

  it('answers a data source as the test says', () =>
    expect(value('aws_instance.Machine').ami).toBe('ami-0123456789abcdef0'));

  it('takes a number that is written as a string', () =>
    expect(value('aws_security_group_rule.Rule').from_port).toBe(443));

  it('resolves refined unknown values inside sets', () => {
    const [tag] = Array.of(value('aws_autoscaling_group.Group').tag).flat();
    expect(tag).toMatchObject({ value: `key-${value('aws_kms_key.Key').key_id}` });
  });

  it('keeps values of dynamic type', () => {
    expect(value('kubernetes_manifest.Dynamic').object).toMatchObject({
      value: { data: { key: value('aws_kms_key.Key').arn } },
    });
  });

  it('does not keep write-only values in the state', () => expect(value('helm_release.Release').set_wo).toBeNull());

  it('takes types without bindings as they are configured', () => {
    expect(value('aws_brand_new.New')).toMatchObject({ suffix: { value: value('random_id.Suffix').hex } });
    expect(run.applied?.outputs.behaviours?.New_arn).toMatch(/^arn:aws:brand:eu-west-1:/);
  });

  it('replaces what cannot change in place, and updates what can', () => {
    const changes = run.changed?.changes.map(({ address, action, replacedBecauseOf }) => [
      address,
      action,
      ...replacedBecauseOf,
    ]);
    expect(changes).toEqual([
      ['aws_cloudwatch_log_group.Elsewhere', 'update'],
      ['aws_ecs_service.Service', 'update'],
      ['aws_ecs_task_definition.Task', 'replace', 'container_definitions'],
    ]);
  });
});
