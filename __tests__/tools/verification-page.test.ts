import type { StackProof } from '../../tools/verify-aws/prove-app';
import { outcome, verificationPage } from '../../tools/verify-aws/report';

const proof: StackProof = {
  app: 'prod',
  stack: 'prod-ecs',
  phases: [{ stack: 'prod-ecs', phase: 'apply', passed: true, seconds: 12.3 }],
  proven: new Map([['aws_ecs_cluster', 1]]),
  without: new Map([
    ['aws_ecs_service.Web', 'fields are lost'],
    ['aws_appautoscaling_target.Web', 'refers to aws_ecs_service.Web'],
    ['data.aws_region.Region', 'refers to aws_ecs_service.Web'],
  ]),
  notCompared: ['aws_launch_template.tag_specifications'],
  leftOut: [],
};

const page = verificationPage({
  stacks: [proof],
  offline: [{ app: 'prod', seconds: 1, proven: new Map([['aws_ecs_service', 2]]) }],
  states: [{ title: 'S3 state: locks', result: 'proven' }],
  versions: ['Terraform 1.11.4'],
});

it('says for each resource type where it was proven, and why not on the emulator', () => {
  expect(page).toContain('| `aws_ecs_cluster` | 1 | no |  |');
  expect(page).toContain('| `aws_ecs_service` | no | 2 | fields are lost |');
  expect(page).toContain('| `aws_appautoscaling_target` | no | no | refers to aws_ecs_service |');
  expect(page).toContain('| prod | prod-ecs | 1 | 2 | passed |');
});

it('holds no times, so that it changes only when what is proven changes', () => {
  expect(page).not.toContain('12.3');
});

it('names the first phase that did not pass', () => {
  const phases = [...proof.phases, { stack: 'prod-ecs', phase: 'second plan' as const, passed: false, seconds: 1 }];
  expect(outcome({ ...proof, phases })).toBe('failed at second plan');
  expect(outcome({ ...proof, phases: [] })).toBe('nothing to try');
});
