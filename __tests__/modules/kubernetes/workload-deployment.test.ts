import type { App } from 'cdktf';
import { ArgoRollouts } from '../../../modules/eks-addons/argo-rollouts';
import { ClusterProviders } from '../../../modules/eks-addons/cluster-providers';
import { LoadBalancerController } from '../../../modules/eks-addons/load-balancer-controller';
import { KubernetesWorkload } from '../../../modules/kubernetes/workload';
import {
  deploymentWarnings,
  validateWorkloadDeployment,
  type WorkloadDeployment,
} from '../../../modules/kubernetes/workload-deployment';
import type { KubernetesWorkloadProps } from '../../../modules/kubernetes/workload-props';
import { workloadManifests } from '../../../modules/kubernetes/workload-yaml';
import { awsStack, synthPlatform } from '../../support/cluster-stacks';
import { resources, type StackJson, synthApp, theResource } from '../../support/synth';
import { TestCluster } from '../../support/test-cluster';

const workload: KubernetesWorkloadProps = { image: 'nginx:1.27', port: 80, scaling: { fixed: 4 } };

/** Controllers in `dev-platform`, one workload in `dev-workloads`, written first where `first` says so. */
function apart(props: Partial<KubernetesWorkloadProps>, { rollouts = true } = {}) {
  const order: string[] = [];
  const build = (app: App): void => {
    const cluster = new TestCluster(awsStack(app, 'dev-eks'), 'Cluster');
    const workloads = awsStack(app, 'dev-workloads');
    new ClusterProviders(workloads, 'ClusterProviders', { cluster, existing: ['metrics-server'] });
    new KubernetesWorkload(workloads, 'web', { ...workload, ...props });
    const platform = awsStack(app, 'dev-platform');
    new ClusterProviders(platform, 'ClusterProviders', { cluster });
    if (props.expose !== undefined) new LoadBalancerController(platform, 'controller');
    if (rollouts) new ArgoRollouts(platform, 'argo-rollouts');
    order.push(...workloads.dependencies.map(({ node }) => node.id));
  };
  const json = synthApp(build)['dev-workloads'] ?? {};
  return { json, order };
}

function rolloutOf(json: StackJson): Record<string, unknown> {
  const { manifest } = theResource(json, 'kubernetes_manifest');
  return manifest as Record<string, unknown>;
}

describe('[row 99] a rolling deployment', () => {
  const strategy = (deployment?: WorkloadDeployment): unknown => {
    const { platform } = synthPlatform((stack) => new KubernetesWorkload(stack, 'web', { ...workload, deployment }));
    const { spec } = theResource(platform, 'kubernetes_deployment_v1') as { spec: { strategy: unknown } };
    return spec.strategy;
  };

  it('has a new pod before an old one goes', () => {
    expect(strategy()).toEqual({
      type: 'RollingUpdate',
      rolling_update: { max_surge: '25%', max_unavailable: '0' },
    });
    expect(strategy({ kind: 'rolling' })).toEqual(strategy());
  });

  it('takes the two percentages of an ECS service', () => {
    expect(strategy({ kind: 'rolling', minimumHealthyPercent: 50, maximumPercent: 100 })).toMatchObject({
      rolling_update: { max_surge: '0', max_unavailable: '50%' },
    });
  });
});

describe('[row 99] a canary deployment', () => {
  const { json, order } = apart({
    deployment: { kind: 'canary', canaryPercent: 20, canaryMinutes: 15 },
    environment: { PATTERN: '${HOSTNAME}' },
  });

  it('is a Rollout in the place of the Deployment, with the same pods', () => {
    expect(json.resource).not.toHaveProperty('kubernetes_deployment_v1');
    expect(rolloutOf(json)).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      metadata: { name: 'web' },
      spec: {
        replicas: 4,
        progressDeadlineAbort: true,
        selector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
        template: {
          spec: {
            serviceAccountName: 'web',
            containers: [
              {
                image: 'nginx:1.27',
                ports: [{ containerPort: 80 }],
                env: [{ name: 'PATTERN', value: '$${HOSTNAME}' }],
              },
            ],
          },
        },
      },
    });
  });

  it('starts with a share of the pods, waits, and goes on by itself', () => {
    expect(rolloutOf(json)).toMatchObject({
      spec: {
        strategy: {
          canary: { maxSurge: '25%', maxUnavailable: 0, steps: [{ setWeight: 20 }, { pause: { duration: '15m' } }] },
        },
      },
    });
  });

  it('waits for the stack of the controller, also when that is written later', () => {
    expect(order).toEqual(['dev-eks', 'dev-platform']);
  });

  it('leaves the number of pods to the autoscaler, which looks at the Rollout', () => {
    const scaled = apart({
      deployment: { kind: 'canary', canaryPercent: 20 },
      scaling: { min: 4, max: 8, cpuPercent: 70 },
    });
    expect(rolloutOf(scaled.json).spec).not.toHaveProperty('replicas');
    expect(theResource(scaled.json, 'kubernetes_horizontal_pod_autoscaler_v2')).toMatchObject({
      spec: { scale_target_ref: { api_version: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } },
      depends_on: expect.arrayContaining([expect.stringMatching(/^kubernetes_manifest\.web_Rollout/)]),
    });
  });

  it('stands behind an ALB as any other workload: old and new pods are in one target group', () => {
    const { json: exposed } = apart({
      deployment: { kind: 'canary', canaryPercent: 20 },
      expose: { domainName: 'web.acme.dev' },
    });
    expect(resources(exposed, 'kubernetes_service_v1')).toHaveLength(1);
    expect(theResource(exposed, 'kubernetes_service_v1')).not.toHaveProperty('lifecycle');
  });

  it('waits for the role of its pods', () => {
    const stacks = synthApp((app) => {
      const cluster = new TestCluster(awsStack(app, 'dev-eks'), 'Cluster');
      const stack = awsStack(app, 'dev-workloads');
      new ClusterProviders(stack, 'ClusterProviders', { cluster, existing: ['argo-rollouts'] });
      const web = new KubernetesWorkload(stack, 'web', {
        ...workload,
        deployment: { kind: 'canary', canaryPercent: 20 },
      });
      web.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme/*'] });
    });
    expect(theResource(stacks['dev-workloads'] ?? {}, 'kubernetes_manifest').depends_on).toContainEqual(
      expect.stringMatching(/^aws_iam_role_policy.*web_Identity/),
    );
  });
});

it('[row 99] a linear deployment moves in equal steps, the last of which is all', () => {
  const { json } = apart({ deployment: { kind: 'linear', stepPercent: 40, stepMinutes: 0 } });
  expect(rolloutOf(json)).toMatchObject({
    spec: { strategy: { canary: { steps: [{ setWeight: 40 }, { setWeight: 80 }] } } },
  });
});

describe('[row 99] a blue-green deployment', () => {
  const { json } = apart({ deployment: { kind: 'blue-green' } });

  it('moves the Service, whose selector is then not of Terraform, and keeps the old pods for ten minutes', () => {
    expect(rolloutOf(json)).toMatchObject({
      spec: { strategy: { blueGreen: { activeService: 'web', scaleDownDelaySeconds: 600 } } },
    });
    expect(theResource(json, 'kubernetes_service_v1').lifecycle).toEqual({ ignore_changes: ['spec[0].selector'] });
    expect(theResource(json, 'kubernetes_manifest').depends_on).toContainEqual(
      expect.stringMatching(/^kubernetes_service_v1\.web_Service/),
    );
  });

  it('is refused behind an ALB, which loses the old pods before the new ones are healthy', () => {
    const exposed = { deployment: { kind: 'blue-green' }, expose: { domainName: 'web.acme.dev' } } as const;
    expect(() => apart(exposed)).toThrow(/deployment\.kind is "blue-green"; allowed: canary, linear or rolling/);
  });
});

it.each<[WorkloadDeployment]>([
  [{ kind: 'canary', canaryPercent: 20 }],
  [{ kind: 'linear', stepPercent: 20 }],
  [{ kind: 'blue-green' }],
])('%p is refused without Argo Rollouts', (deployment) => {
  expect(() => apart({ deployment }, { rollouts: false })).toThrow(/rolling in a cluster without Argo Rollouts/);
});

it('is refused in one stack with Argo Rollouts, whose CRD Terraform asks for at plan', () => {
  const build = (): unknown =>
    synthPlatform((stack) => {
      new ArgoRollouts(stack, 'argo-rollouts');
      new KubernetesWorkload(stack, 'web', { ...workload, deployment: { kind: 'canary', canaryPercent: 20 } });
    });
  expect(build).toThrow(/a stack after the one with ArgoRollouts/);
});

it('is a Rollout in plain manifests too', () => {
  const manifests = workloadManifests('web', {
    ...workload,
    namespace: 'shop',
    environment: { PATTERN: '${HOSTNAME}' },
    deployment: { kind: 'canary', canaryPercent: 20 },
  });
  expect(manifests.map(({ kind }) => kind)).not.toContain('Deployment');
  expect(manifests.find(({ kind }) => kind === 'Rollout')).toMatchObject({
    apiVersion: 'argoproj.io/v1alpha1',
    spec: { template: { spec: { containers: [{ env: [{ value: '${HOSTNAME}' }] }] } } },
  });
});

const subject = { port: 80, exposed: false, leastPods: 4 };

it.each<[string, WorkloadDeployment, Partial<typeof subject>]>([
  ['deployment.canaryPercent', { kind: 'canary', canaryPercent: 0 }, {}],
  ['deployment.canaryPercent', { kind: 'canary', canaryPercent: 0.5 }, {}],
  ['deployment.canaryMinutes', { kind: 'canary', canaryPercent: 100, canaryMinutes: 1441 }, {}],
  ['deployment.stepPercent', { kind: 'linear', stepPercent: 101 }, {}],
  ['deployment.stepMinutes', { kind: 'linear', stepPercent: 1, stepMinutes: -1 }, {}],
  ['deployment.bakeMinutes', { kind: 'blue-green', bakeMinutes: 1441 }, {}],
  ['deployment.kind', { kind: 'blue-green' }, { port: undefined }],
  ['deployment.minimumHealthyPercent', { kind: 'rolling', minimumHealthyPercent: 101 }, {}],
  ['deployment.maximumPercent', { kind: 'rolling', maximumPercent: 201 }, {}],
  ['deployment.maximumPercent', { kind: 'rolling', maximumPercent: 100 }, {}],
])('refuses a bad %s: %p', (field, deployment, over) => {
  expect(validateWorkloadDeployment(deployment, { ...subject, ...over }).map((issue) => issue.field)).toEqual([field]);
});

it.each<[WorkloadDeployment]>([
  [{ kind: 'canary', canaryPercent: 1, canaryMinutes: 0 }],
  [{ kind: 'linear', stepPercent: 100, stepMinutes: 1440 }],
  [{ kind: 'blue-green', bakeMinutes: 0 }],
  [{ kind: 'rolling', minimumHealthyPercent: 99, maximumPercent: 100 }],
])('accepts %p', (deployment) => {
  expect(validateWorkloadDeployment(deployment, subject)).toEqual([]);
});

it('warns of a share that is less than one pod', () => {
  expect(deploymentWarnings({ kind: 'canary', canaryPercent: 19 }, subject)).toHaveLength(1);
  expect(deploymentWarnings({ kind: 'canary', canaryPercent: 20 }, subject)).toEqual([]);
  expect(deploymentWarnings({ kind: 'linear', stepPercent: 19 }, subject)).toHaveLength(1);
  expect(deploymentWarnings({ kind: 'blue-green' }, subject)).toEqual([]);
});
