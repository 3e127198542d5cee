import type { App } from 'cdktf';
import { ComposeApplication, EnvironmentStack, SecurityGroup } from 'cdktf-aws-containers';

const COMPOSE = `
version: '3'
services:
  flask:
    image: ghcr.io/acme/flask-app:1.4.0
    ports:
      - "5000:5000"
    environment:
      FLASK_DEBUG: "0"
    healthcheck:
      test: ["CMD", "python", "-c", "import urllib.request as r; r.urlopen('http://localhost:5000/')"]
      interval: 30s
    logging:
      driver: awslogs
      options:
        awslogs-group: flask-app
        awslogs-region: eu-west-1
        awslogs-stream-prefix: flask
`;

const ECS_PARAMS = `
version: 1
task_definition:
  task_execution_role: ecsTaskExecutionRole
  ecs_network_mode: awsvpc
  task_size:
    mem_limit: 0.5GB
    cpu_limit: 256
run_params:
  network_configuration:
    awsvpc_configuration:
      subnets:
        - \${SUBNET_A}
        - \${SUBNET_B}
      security_groups:
        - \${SECURITY_GROUP}
      assign_public_ip: ENABLED
`;

/** The two files of the ECS CLI as they are: one task with a public address, open to one network on port 5000. */
export function flaskCompose(app: App): void {
  const dev = new EnvironmentStack(app, 'flask-dev', {
    region: 'eu-west-1',
    remoteState: { kind: 's3', bucket: 'acme-tfstate' },
  });
  const { network } = dev;
  const [a, b] = network.publicSubnets(dev);
  const databases = new SecurityGroup(dev, 'database-clients', { network, description: 'May reach the databases' });
  new ComposeApplication(dev, 'flask', {
    projectName: 'flask-app',
    compose: COMPOSE,
    ecsParams: ECS_PARAMS,
    variables: {
      SUBNET_A: a?.subnetId ?? '',
      SUBNET_B: b?.subnetId ?? '',
      SECURITY_GROUP: databases.securityGroupId,
    },
    entry: { kind: 'tasks', cidrs: ['203.0.113.0/24'] },
  });
}
