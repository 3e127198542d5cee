import type { Environment } from './environment';

/** Built like prod, so that a change that works here works there; smaller, and without its protections. */
export const staging: Environment = {
  name: 'staging',
  region: 'eu-west-1',
  accountId: '222222222222',
  remoteState: {
    kind: 's3',
    bucket: 'acme-staging-tfstate',
    // The output state_key_arn of the stack with the bucket; without it the states are under S3's own key.
    kmsKeyArn: 'arn:aws:kms:eu-west-1:222222222222:key/2b6c1d9e-5f04-4a7b-9c38-0d1e6f7a8b22',
  },
  tags: { Team: 'platform', CostCenter: 'staging' },
  deletionProtection: false,
  domain: { name: 'staging.acme.example', hostedZone: 'acme.example' },
  network: {
    cidrBlock: '10.20.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    nat: { kind: 'single' },
    flowLog: { kind: 'cloudwatch', retentionDays: 30 },
  },
  ecs: {
    services: {
      front: {
        image: 'public.ecr.aws/nginx/nginx:1.27',
        port: 80,
        paths: ['/'],
        scaling: { min: 1, max: 4, cpuPercent: 70 },
      },
      api: {
        image: 'public.ecr.aws/docker/library/httpd:2.4',
        port: 80,
        paths: ['/api'],
        scaling: { min: 1, max: 4, cpuPercent: 70 },
      },
    },
  },
  eks: {
    version: '1.35',
    admins: ['arn:aws:iam::222222222222:role/platform-engineer', 'arn:aws:iam::222222222222:role/deployer'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
    logRetentionDays: 90,
    nodeGroups: {
      default: { instanceTypes: ['m7g.large'], scaling: { min: 2, max: 4 } },
    },
    fargateNamespaces: ['batch'],
    loadBalancerController: {},
  },
};
