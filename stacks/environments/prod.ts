import type { Environment } from './environment';

/** Safe: a NAT gateway in every zone, three zones, a private cluster, deletion protection, a year of logs. */
export const prod: Environment = {
  name: 'prod',
  region: 'eu-west-1',
  accountId: '333333333333',
  remoteState: {
    kind: 's3',
    bucket: 'acme-prod-tfstate',
    // The output state_key_arn of the stack with the bucket; without it the states are under S3's own key.
    kmsKeyArn: 'arn:aws:kms:eu-west-1:333333333333:key/3c7d2e0f-6a15-4b8c-8d49-1e2f7a8b9c33',
  },
  tags: { Team: 'platform', CostCenter: 'production' },
  deletionProtection: true,
  domain: { name: 'www.acme.example', hostedZone: 'acme.example' },
  network: {
    cidrBlock: '10.30.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
    nat: { kind: 'perAz' },
    flowLog: { kind: 'cloudwatch', retentionDays: 365 },
  },
  ecs: {
    instances: { instanceTypes: ['c7g.large'], minSize: 2, maxSize: 6 },
    services: {
      front: {
        image: 'public.ecr.aws/nginx/nginx:1.27',
        port: 80,
        paths: ['/'],
        scaling: { min: 3, max: 12, cpuPercent: 60 },
      },
      api: {
        image: 'public.ecr.aws/docker/library/httpd:2.4',
        port: 80,
        paths: ['/api'],
        size: { cpu: 512, memoryMib: 1024 },
        scaling: { min: 3, max: 30, cpuPercent: 60 },
      },
    },
  },
  eks: {
    version: '1.35',
    admins: ['arn:aws:iam::333333333333:role/platform-engineer', 'arn:aws:iam::333333333333:role/deployer'],
    endpoint: { kind: 'private' },
    runnerAccess: 'in-vpc',
    logRetentionDays: 365,
    nodeGroups: {
      system: { instanceTypes: ['m7g.large'], scaling: { min: 3, max: 6 } },
      payments: { instanceTypes: ['c7g.xlarge'], scaling: { min: 3, max: 12 }, labels: { workload: 'payments' } },
    },
    fargateNamespaces: ['batch'],
    loadBalancerController: {},
  },
};
