import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { clusterOutputs, Ec2Capacity, EcsCluster, EcsService } from '../modules/ecs';
import { AliasRecord, ApplicationLoadBalancer, Certificate, loadBalancerOutputs } from '../modules/load-balancing';
import type { INetwork } from '../modules/network';
import { publishOutputs } from '../modules/state';
import { configureStack } from './configure-stack';
import { type Environment, settingsOf } from './environments/environment';

export interface EcsStackProps {
  readonly env: Environment;
  readonly network: INetwork;
}

/** The ECS cluster of an environment, one load balancer, and the services behind it. */
export class EcsStack extends TerraformStack {
  public readonly cluster: EcsCluster;
  public readonly loadBalancer: ApplicationLoadBalancer;
  /** By the name that the environment gives them. */
  public readonly services: ReadonlyMap<string, EcsService>;

  public constructor(scope: Construct, id: string, { env, network }: EcsStackProps) {
    super(scope, id);
    configureStack(this, settingsOf(env, 'ecs'));
    this.cluster = new EcsCluster(this, 'Cluster', { clusterName: env.name, network });
    if (env.ecs.instances !== undefined) {
      new Ec2Capacity(this, 'Instances', { cluster: this.cluster, tags: env.tags, ...env.ecs.instances });
    }
    this.loadBalancer = this.addLoadBalancer(env, network);
    this.services = new Map(
      Object.entries(env.ecs.services).map(([name, { paths, size, spot, ...service }]) => [
        name,
        new EcsService(this, name, {
          ...service,
          ...size,
          cluster: this.cluster,
          capacity: { kind: 'fargate', spot },
          expose: { loadBalancer: this.loadBalancer, paths },
        }),
      ]),
    );
    publishOutputs(this, { ...clusterOutputs(this.cluster), ...loadBalancerOutputs(this.loadBalancer) });
  }

  /** On the internet with HTTPS where the environment has a domain, else inside the network. */
  private addLoadBalancer({ domain, deletionProtection }: Environment, network: INetwork): ApplicationLoadBalancer {
    if (domain === undefined) {
      return new ApplicationLoadBalancer(this, 'LoadBalancer', {
        network,
        deletionProtection,
        entry: { kind: 'http' },
      });
    }
    const { name: domainName, hostedZone } = domain;
    const certificate = new Certificate(this, 'Certificate', { domainName, hostedZone });
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      network,
      deletionProtection,
      scheme: 'internet-facing',
      entry: { kind: 'https', certificate },
    });
    new AliasRecord(this, 'Alias', { domainName, hostedZone, loadBalancer });
    return loadBalancer;
  }
}
