import { iamPolicyDocument } from '../../testing/iam-policy-document';

it('allows by default and writes a list of one as a string', () => {
  expect(iamPolicyDocument({ statement: [{ actions: ['s3:GetObject'], resources: ['*'] }] })).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
  });
});

it('groups principals by type, and "*" is everyone', () => {
  const document = iamPolicyDocument({
    statement: [
      {
        principals: [
          { type: 'AWS', identifiers: ['111111111111', '222222222222'] },
          { type: 'Service', identifiers: ['ecs.amazonaws.com'] },
        ],
      },
      { principals: [{ type: '*', identifiers: ['*'] }] },
    ],
  });
  expect(document.Statement).toMatchObject([
    { Principal: { AWS: ['111111111111', '222222222222'], Service: 'ecs.amazonaws.com' } },
    { Principal: '*' },
  ]);
});

it('gathers conditions by test and turns &{...} into an IAM variable', () => {
  const condition = [
    { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['123456789012'] },
    { test: 'StringEquals', variable: 'aws:username', values: ['&{aws:username}'] },
  ];
  expect(iamPolicyDocument({ statement: [{ condition }] }).Statement).toMatchObject([
    { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012', 'aws:username': '${aws:username}' } } },
  ]);
});

it('lets its own statement replace a source of the same Sid, and an override replace both', () => {
  const statement = (sid: string, effect: string): string =>
    JSON.stringify({ Statement: [{ Sid: sid, Effect: effect, Action: 'from:source' }] });
  const document = iamPolicyDocument({
    source_policy_documents: [statement('A', 'Deny'), statement('B', 'Deny')],
    statement: [{ sid: 'A', actions: ['from:own'] }],
    override_policy_documents: [statement('B', 'Allow')],
  });
  expect(document.Statement).toEqual([
    { Sid: 'A', Effect: 'Allow', Action: 'from:own' },
    { Sid: 'B', Effect: 'Allow', Action: 'from:source' },
  ]);
});
