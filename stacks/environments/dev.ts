import type { Environment } from './environment';

/** Cheap, and gone tomorrow if need be: one NAT gateway, Spot, short retention, no deletion protection. */
export const dev: Environment = {
  name: 'dev',
  region: 'eu-west-1',
  // A file on this machine. For a team: { kind: 's3', bucket: 'acme-tfstate' }, or { kind: 'cloud', organization: 'acme' }
  remoteState: { kind: 'local' },
  tags: { Team: 'platform', CostCenter: 'development' },
  deletionProtection: false,
  network: {
    cidrBlock: '10.10.0.0/16',
    availabilityZones: ['eu-west-1a', 'eu-west-1b'],
    nat: { kind: 'single' },
    flowLog: { kind: 'cloudwatch', retentionDays: 7 },
  },
  ecs: {
    services: {
      front: {
        image: 'public.ecr.aws/nginx/nginx:1.27',
        port: 80,
        paths: ['/'],
        spot: {},
        scaling: { min: 1, max: 2, cpuPercent: 70 },
      },
    },
  },
  eks: {
    version: '1.35',
    admins: ['arn:aws:iam::111111111111:role/platform-engineer'],
    endpoint: { kind: 'public-and-private', cidrs: ['203.0.113.0/24'] },
    logRetentionDays: 30,
    nodeGroups: {
      default: {
        instanceTypes: ['m7g.large', 'm6g.large', 'm8g.large'],
        capacity: { kind: 'spot' },
        scaling: { min: 1, max: 3 },
      },
    },
    fargateNamespaces: [],
    loadBalancerController: { replicas: 1 },
  },
};
