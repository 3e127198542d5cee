import { at, type Body, document, list, type Part, record, type SecurityRule, words } from '../security-rule';

const POLICIES = ['aws_iam_role_policy', 'aws_iam_policy'];

/** Statements that allow something. */
function allowed(policy: unknown): Body[] {
  return list(at(document(policy), 'Statement'))
    .map(record)
    .filter(({ Effect }) => Effect === 'Allow');
}

function onEverything({ Resource }: Body): boolean {
  return words(Resource).includes('*');
}

/** Reading, or made for calls that AWS cannot tie to a resource: then `*` is the only thing to write. */
const NO_RESOURCE_LEVEL =
  /^(\w+[\w-]*:(Describe|List|Get|BatchGet)\w*|ssmmessages:\w+|ecr:GetAuthorizationToken|ecs:DiscoverPollEndpoint|xray:Put\w+|cloudwatch:PutMetricData|pricing:GetProducts)$/;

/** Reads that give data or credentials away. */
const EXPOSES = /^(s3:GetObject|ssm:GetParameter|secretsmanager:GetSecretValue|dynamodb:(BatchGet|Get|Query|Scan))/;

/** With one of these on everything a role can give itself any other right. */
const ESCALATES =
  /^iam:(Add|Attach|Create(AccessKey|LoginProfile|PolicyVersion|Role)|PassRole|Put|SetDefault|Update)|^lambda:(Create|Update)Function|^sts:AssumeRole$/;

/** Whoever a statement names, whatever kind they are of. */
function principals(statement: Body): readonly string[] {
  return Object.values(record(statement.Principal)).flatMap(words);
}

function trust({ body }: Part): Body[] {
  return allowed(body.assume_role_policy);
}

function policyWith(statement: Body): Body {
  return {
    aws_iam_role_policy: { A: { policy: JSON.stringify({ Statement: [{ Effect: 'Allow', ...statement }] }) } },
  };
}

function trustWith(statement: Body): Body {
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', ...statement }] });
  return { aws_iam_role: { A: { assume_role_policy: policy } } };
}

export const identityRules: readonly SecurityRule[] = [
  {
    id: 'policy-no-wildcard-action',
    what: 'No policy allows every action, of AWS or of a service',
    why: 'it would grow with every feature that AWS adds',
    controls: ['FSBP IAM.1', 'FSBP IAM.21', 'CIS 5.0 1.15', 'CKV_AWS_62', 'CKV_AWS_63'],
    change: 'always',
    types: POLICIES,
    holds: ({ body }) =>
      allowed(body.policy).every(({ Action, NotAction }) => {
        return NotAction === undefined && !words(Action).some((action) => /^(\*|[\w-]+:\*)$/.test(action));
      }),
    violation: policyWith({ Action: 's3:*', Resource: 'arn:aws:s3:::a' }),
  },
  {
    id: 'policy-names-resources',
    what: 'What can be tied to resources is: `*` stands only where AWS knows no resource, or beside a condition',
    why: 'a stolen role then opens what its service needs and no more',
    controls: ['FSBP IAM.21', 'CKV_AWS_290', 'CKV_AWS_355'],
    change: '`addToPolicy` of a role',
    types: POLICIES,
    holds: ({ body }) =>
      allowed(body.policy).every(
        (statement) =>
          !onEverything(statement) ||
          statement.Condition !== undefined ||
          words(statement.Action).every((action) => NO_RESOURCE_LEVEL.test(action) && !EXPOSES.test(action)),
      ),
    violation: policyWith({ Action: 's3:PutObject', Resource: '*' }),
  },
  {
    id: 'policy-no-escalation',
    what: 'No policy lets its holder give itself more rights',
    why: 'such a role is an administrator in two calls',
    controls: ['FSBP IAM.21', 'CKV_AWS_286', 'CKV_AWS_287', 'CKV_AWS_288', 'CKV_AWS_289'],
    change: 'always',
    types: POLICIES,
    holds: ({ body }) =>
      allowed(body.policy).every(
        (statement) => !onEverything(statement) || !words(statement.Action).some((action) => ESCALATES.test(action)),
      ),
    violation: policyWith({ Action: 'iam:PassRole', Resource: '*' }),
  },
  {
    id: 'role-narrow-trust',
    what: 'A role trusts a service or one named identity, never everybody and never a whole account',
    why: 'an account as principal is everybody in it who may call STS',
    controls: ['CKV_AWS_60', 'CKV_AWS_61'],
    change: 'always',
    types: ['aws_iam_role'],
    holds: (role) =>
      trust(role).every(
        (statement) =>
          statement.Principal !== '*' && !principals(statement).some((name) => name === '*' || /:root$/.test(name)),
      ),
    violation: trustWith({ Principal: { AWS: '*' } }),
  },
  {
    id: 'role-no-confused-deputy',
    what: 'A service takes a role only for things of this account',
    why: 'otherwise a stranger can make the service act on his behalf with it',
    controls: [],
    change: 'always, but for EC2, which knows no such condition',
    types: ['aws_iam_role'],
    holds: (role) =>
      trust(role).every(
        (statement) =>
          at(statement, 'Principal', 'Service') === undefined ||
          at(statement, 'Principal', 'Service') === 'ec2.amazonaws.com' ||
          /aws:SourceA(ccount|rn)|aws:RequestTag\/eks-cluster-arn/.test(JSON.stringify(statement.Condition ?? {})),
      ),
    violation: trustWith({ Principal: { Service: 'ecs-tasks.amazonaws.com' } }),
  },
  {
    id: 'role-one-service-account',
    what: 'A role of a pod is taken by one service account of one cluster',
    why: 'without subject and audience every pod of the cluster could take it',
    controls: ['CKV_AWS_358'],
    change: 'always',
    types: ['aws_iam_role'],
    holds: (role) =>
      trust(role).every(({ Principal, Condition }) => {
        if (at(Principal, 'Federated') === undefined) return true;
        const equals = Object.entries(record(at(Condition, 'StringEquals')));
        return [':aud', ':sub'].every((end) =>
          equals.some(([key, value]) => key.endsWith(end) && words(value).every((word) => !word.includes('*'))),
        );
      }),
    violation: trustWith({ Principal: { Federated: 'arn:aws:iam::1:oidc-provider/a' }, Condition: {} }),
  },
  {
    id: 'role-no-administrator',
    what: 'No AWS managed policy that gives an area away',
    why: 'AdministratorAccess and its kin are for people in an emergency',
    controls: ['FSBP IAM.1', 'CKV_AWS_274', 'CKV_AWS_275'],
    change: 'always',
    types: ['aws_iam_role_policy_attachment', 'aws_iam_role'],
    holds: ({ body }) =>
      ![...words(body.policy_arn), ...words(body.managed_policy_arns)].some((arn) =>
        /AdministratorAccess|PowerUserAccess|FullAccess/.test(arn),
      ),
    violation: {
      aws_iam_role_policy_attachment: { A: { policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' } },
    },
  },
  {
    id: 'identity-no-users',
    what: 'There are no IAM users and no access keys',
    why: 'keys do not expire, and lie in states',
    controls: ['CKV_AWS_273'],
    change: 'always',
    types: ['aws_iam_user', 'aws_iam_access_key', 'aws_iam_group'],
    holds: () => false,
    violation: { aws_iam_user: { A: {} } },
  },
];
