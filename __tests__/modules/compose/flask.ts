/** A Flask program for the ECS CLI, in the form of AWS's tutorial for Fargate. */
export const FLASK_COMPOSE = `
version: '3'
services:
  flask:
    image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/flask-app:1.4.0
    ports:
      - "5000:5000"
    logging:
      driver: awslogs
      options:
        awslogs-group: flask-app
        awslogs-region: eu-west-1
        awslogs-stream-prefix: flask
`;

export const FLASK_PARAMS = `
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
        - subnet-0aaaaaaaaaaaaaaa1
        - subnet-0aaaaaaaaaaaaaaa2
      security_groups:
        - sg-0bbbbbbbbbbbbbbb1
      assign_public_ip: ENABLED
`;
