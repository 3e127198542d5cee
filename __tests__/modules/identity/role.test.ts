import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Role } from '../../../modules/identity/role';
import { refusal, resources, synth, theResource } from '../../support/synth';

const assumedBy = [{ actions: ['sts:AssumeRole'], principals: { services: ['ecs-tasks.amazonaws.com'] } }];
const description = 'What a test task may do';

it('has no policy until something is granted', () => {
  const json = synth((stack) => new Role(stack, 'Task', { assumedBy, description }));
  expect(theResource(json, 'aws_iam_role')).toMatchObject({
    name: 'test-task-eu-west-1',
    assume_role_policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    }),
  });
  expect(resources(json, 'aws_iam_role_policy')).toEqual([]);
});

it('joins grants of the same actions, and keeps references and IAM variables apart', () => {
  const json = synth((stack) => {
    const role = new Role(stack, 'Task', { assumedBy, description });
    const queue = new SqsQueue(stack, 'Queue', {});
    role.addToPolicy({ actions: ['sqs:SendMessage'], resources: [queue.arn] });
    role.addToPolicy({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:eu-west-1:1:${aws:username}'] });
  });
  expect(JSON.parse(String(theResource(json, 'aws_iam_role_policy').policy))).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Resource: ['${aws_sqs_queue.Queue.arn}', 'arn:aws:sqs:eu-west-1:1:$${aws:username}'],
      },
    ],
  });
});

it('makes a resource wait for rights that are granted later', () => {
  const json = synth((stack) => {
    const role = new Role(stack, 'Task', { assumedBy, description, awsManagedPolicies: ['AmazonEKSClusterPolicy'] });
    const queue = new SqsQueue(stack, 'Queue', {});
    role.completeBefore(queue);
    role.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::x/*'] });
  });
  expect(theResource(json, 'aws_sqs_queue').depends_on).toEqual([
    expect.stringMatching(/^aws_iam_role_policy_attachment\./),
    expect.stringMatching(/^aws_iam_role_policy\./),
  ]);
  expect(theResource(json, 'aws_iam_role_policy_attachment').policy_arn).toBe(
    'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy',
  );
});

it.each(['*', 'iam:*'])('refuses action %s on every resource', (action) => {
  const message = refusal((stack) =>
    new Role(stack, 'Task', { assumedBy, description }).addToPolicy({ actions: [action], resources: ['*'] }),
  );
  expect(message).toContain(`"${action}" on resource "*"`);
  expect(message).toContain('identity.wildcard');
});

it('refuses more inline policy than IAM stores', () => {
  const message = refusal((stack) => {
    const role = new Role(stack, 'Task', { assumedBy, description });
    for (let i = 0; i < 200; i += 1) {
      role.addToPolicy({
        actions: ['sqs:SendMessage'],
        resources: [`arn:aws:sqs:eu-west-1:123456789012:queue-with-a-long-name-${i}`],
      });
    }
  });
  expect(message).toContain('10240 characters of inline policy');
});
