import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Eip } from '@cdktf/provider-aws/lib/eip';
import { FlowLog } from '@cdktf/provider-aws/lib/flow-log';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerRule } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route } from '@cdktf/provider-aws/lib/route';
import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcEndpointRouteTableAssociation } from '@cdktf/provider-aws/lib/vpc-endpoint-route-table-association';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { type App, TerraformStack } from 'cdktf';

const ACCOUNT = '123456789012';
const ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

/** What `layerProgram` makes, written by hand with the bindings: no check, no name, no connection is computed. */
export function rawProgram(app: App, id: string): void {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, 'Aws', {
    region: 'eu-west-1',
    allowedAccountIds: [ACCOUNT],
    defaultTags: [{ tags: { Environment: id } }],
  });
  service(stack, id, network(stack, id));
}

interface RawNetwork {
  readonly vpcId: string;
  readonly publicSubnets: readonly string[];
  readonly privateSubnets: readonly string[];
}

function network(stack: TerraformStack, id: string): RawNetwork {
  const tags = { Name: `${id}-network` };
  const vpc = new Vpc(stack, 'Vpc', { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true, tags });
  new DefaultSecurityGroup(stack, 'DefaultSecurityGroup', { vpcId: vpc.id, tags });
  const gateway = new InternetGateway(stack, 'InternetGateway', { vpcId: vpc.id, tags });
  const endpoint = new VpcEndpoint(stack, 'S3', {
    vpcId: vpc.id,
    vpcEndpointType: 'Gateway',
    serviceName: 'com.amazonaws.eu-west-1.s3',
    tags,
  });
  const tier = (name: string, offset: number, way: (zone: string) => { gatewayId?: string; natGatewayId?: string }) =>
    ZONES.map((zone, index) => {
      const subnet = new Subnet(stack, `${name}-${zone}`, {
        vpcId: vpc.id,
        availabilityZone: zone,
        cidrBlock: `10.0.${offset + index * 16}.0/20`,
        tags: { Name: `${id}-${name}-${zone}` },
      });
      const table = new RouteTable(stack, `${name}-Table-${zone}`, { vpcId: vpc.id, tags });
      const between = { subnetId: subnet.id, routeTableId: table.id };
      new RouteTableAssociation(stack, `${name}-Association-${zone}`, between);
      new Route(stack, `${name}-Route-${zone}`, {
        routeTableId: table.id,
        destinationCidrBlock: '0.0.0.0/0',
        ...way(zone),
      });
      const route = { vpcEndpointId: endpoint.id, routeTableId: table.id };
      new VpcEndpointRouteTableAssociation(stack, `${name}-S3-${zone}`, route);
      return subnet.id;
    });
  const publicSubnets = tier('public', 0, () => ({ gatewayId: gateway.id }));
  const privateSubnets = tier('private', 48, (zone) => {
    const address = new Eip(stack, `Address-${zone}`, { domain: 'vpc', dependsOn: [gateway], tags });
    const [subnetId = ''] = publicSubnets.slice(ZONES.indexOf(zone));
    return { natGatewayId: new NatGateway(stack, `Nat-${zone}`, { allocationId: address.id, subnetId, tags }).id };
  });
  const logGroup = new CloudwatchLogGroup(stack, 'FlowLogs', { name: `/vpc/${id}`, retentionInDays: 365 });
  const iamRole = role(stack, 'FlowLogRole', 'vpc-flow-logs.amazonaws.com', `${logGroup.arn}:*`);
  new FlowLog(stack, 'FlowLog', {
    vpcId: vpc.id,
    trafficType: 'ALL',
    logDestination: logGroup.arn,
    iamRoleArn: iamRole.arn,
    tags,
  });
  return { vpcId: vpc.id, publicSubnets, privateSubnets };
}

function service(stack: TerraformStack, id: string, { vpcId, publicSubnets, privateSubnets }: RawNetwork): void {
  const cluster = new EcsCluster(stack, 'Cluster', {
    name: id,
    setting: [{ name: 'containerInsights', value: 'enabled' }],
  });
  new EcsClusterCapacityProviders(stack, 'CapacityProviders', {
    clusterName: cluster.name,
    capacityProviders: ['FARGATE'],
  });
  const group = (name: string) => new SecurityGroup(stack, name, { name: `${id}-${name}`, description: name, vpcId });
  const [front, back] = [group('front'), group('back')];
  const tcp = (port: number) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port, description: `tcp-${port}` });
  const world = { cidrIpv4: '0.0.0.0/0' };
  new VpcSecurityGroupIngressRule(stack, 'In', { securityGroupId: front.id, ...world, ...tcp(80) });
  new VpcSecurityGroupEgressRule(stack, 'Https', { securityGroupId: back.id, ...world, ...tcp(443) });
  const [from, to] = [{ referencedSecurityGroupId: front.id }, { referencedSecurityGroupId: back.id }];
  new VpcSecurityGroupEgressRule(stack, 'Out', { securityGroupId: front.id, ...to, ...tcp(8080) });
  new VpcSecurityGroupIngressRule(stack, 'Through', { securityGroupId: back.id, ...from, ...tcp(8080) });

  const balancer = new Lb(stack, 'Balancer', {
    name: `${id}-web`,
    loadBalancerType: 'application',
    internal: false,
    securityGroups: [front.id],
    subnets: [...publicSubnets],
    dropInvalidHeaderFields: true,
    enableDeletionProtection: true,
  });
  const targets = new LbTargetGroup(stack, 'Targets', {
    name: `${id}-web`,
    port: 8080,
    protocol: 'HTTP',
    targetType: 'ip',
    vpcId,
    healthCheck: { path: '/', matcher: '200-299', interval: 15, timeout: 5 },
    lifecycle: { createBeforeDestroy: true },
  });
  const listener = new LbListener(stack, 'Listener', {
    loadBalancerArn: balancer.arn,
    port: 80,
    protocol: 'HTTP',
    defaultAction: [{ type: 'fixed-response', fixedResponse: { contentType: 'text/plain', statusCode: '404' } }],
  });
  const rule = new LbListenerRule(stack, 'Rule', {
    listenerArn: listener.arn,
    priority: 1,
    condition: [{ pathPattern: { values: ['/*'] } }],
    action: [{ type: 'forward', targetGroupArn: targets.arn }],
  });
  const logs = new CloudwatchLogGroup(stack, 'Logs', { name: `/ecs/${id}`, retentionInDays: 30 });
  const task = new EcsTaskDefinition(stack, 'Task', {
    family: id,
    cpu: '256',
    memory: '512',
    networkMode: 'awsvpc',
    requiresCompatibilities: ['FARGATE'],
    executionRoleArn: role(stack, 'Execution', 'ecs-tasks.amazonaws.com', `${logs.arn}:*`).arn,
    taskRoleArn: role(stack, 'TaskRole', 'ecs-tasks.amazonaws.com', `${logs.arn}:*`).arn,
    containerDefinitions: JSON.stringify([{ name: 'app', image: 'ghcr.io/acme/web:1.0.0', portMappings: [] }]),
  });
  const ecsService = new EcsService(stack, 'Service', {
    name: `${id}-web`,
    cluster: cluster.arn,
    taskDefinition: task.arn,
    desiredCount: 2,
    launchType: 'FARGATE',
    networkConfiguration: { subnets: [...privateSubnets], securityGroups: [back.id] },
    loadBalancer: [{ containerName: 'app', containerPort: 8080, targetGroupArn: targets.arn }],
    dependsOn: [rule],
    lifecycle: { ignoreChanges: ['desired_count'] },
  });
  const target = new AppautoscalingTarget(stack, 'Scaling', {
    serviceNamespace: 'ecs',
    resourceId: `service/${cluster.name}/${ecsService.name}`,
    scalableDimension: 'ecs:service:DesiredCount',
    minCapacity: 2,
    maxCapacity: 10,
  });
  new AppautoscalingPolicy(stack, 'Cpu', {
    name: 'cpu',
    policyType: 'TargetTrackingScaling',
    serviceNamespace: target.serviceNamespace,
    resourceId: target.resourceId,
    scalableDimension: target.scalableDimension,
    targetTrackingScalingPolicyConfiguration: {
      targetValue: 70,
      predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
    },
  });
}

function role(stack: TerraformStack, name: string, principal: string, resource: string): IamRole {
  const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const trust = { Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' };
  const iamRole = new IamRole(stack, name, { assumeRolePolicy: document(trust) });
  const write = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: resource };
  new IamRolePolicy(stack, `${name}Policy`, { role: iamRole.name, policy: document(write) });
  return iamRole;
}
