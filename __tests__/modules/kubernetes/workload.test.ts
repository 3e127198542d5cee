import { type TerraformStack, Token } from 'cdktf';
import { HelmRelease } from '../../../modules/eks-addons/helm-release';
import { LoadBalancerController } from '../../../modules/eks-addons/load-balancer-controller';
import { KubernetesNamespace } from '../../../modules/kubernetes/namespace';
import { KubernetesWorkload } from '../../../modules/kubernetes/workload';
import type { KubernetesWorkloadProps } from '../../../modules/kubernetes/workload-props';
import { validateKubernetesWorkloadProps, workloadWarnings } from '../../../modules/kubernetes/workload-validation';
import { platformRefusal, synthPlatform } from '../../support/cluster-stacks';
import { resources, type StackJson, theResource } from '../../support/synth';
import type { ClusterFacts } from '../../support/test-cluster';

const web: KubernetesWorkloadProps = { image: 'nginx:1.27', port: 80 };

function workload(props: Partial<KubernetesWorkloadProps> = {}, facts?: ClusterFacts): StackJson {
  const build = (stack: TerraformStack) => {
    if (props.expose !== undefined) new LoadBalancerController(stack, 'LoadBalancerController');
    new KubernetesWorkload(stack, 'Web', { ...web, ...props });
  };
  return synthPlatform(build, { facts: { addonNames: ['metrics-server'], ...facts } }).platform;
}

function pod(json: StackJson): Record<string, unknown> {
  const { spec } = theResource(json, 'kubernetes_deployment_v1') as {
    spec: { template: { spec: Record<string, unknown> } };
  };
  return spec.template.spec;
}

function container(json: StackJson): Record<string, unknown> {
  const [first] = pod(json).container as Record<string, unknown>[];
  return first ?? {};
}

describe("[row 42] [row 132] the source's Deployment and Service", () => {
  const json = workload({ image: 'nginx:1.14.2', scaling: { fixed: 3 } });

  it('is three pods of nginx on port 80', () => {
    expect(theResource(json, 'kubernetes_deployment_v1')).toMatchObject({
      metadata: { name: 'web', labels: { 'app.kubernetes.io/name': 'web' } },
      spec: { replicas: '3', selector: { match_labels: { 'app.kubernetes.io/name': 'web' } } },
    });
    expect(container(json)).toMatchObject({ name: 'web', image: 'nginx:1.14.2', port: [{ container_port: 80 }] });
  });

  it('is called by its Service', () => {
    expect(theResource(json, 'kubernetes_service_v1')).toMatchObject({
      metadata: { name: 'web' },
      spec: { selector: { 'app.kubernetes.io/name': 'web' }, port: [{ port: 80, target_port: 'http' }] },
    });
  });

  it('is in a namespace of its own that Terraform makes first', () => {
    expect(theResource(json, 'kubernetes_namespace_v1')).toMatchObject({
      metadata: { name: 'web', labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
    });
    const { metadata } = theResource(json, 'kubernetes_deployment_v1') as { metadata: { namespace: string } };
    expect(metadata.namespace).toMatch(/^\$\{kubernetes_namespace_v1\.Web_Namespace_\w+\.metadata\[0\]\.name\}$/);
  });
});

describe('a pod', () => {
  it('cannot change its image, gain rights or call the Kubernetes API', () => {
    const json = workload();
    expect(pod(json)).toMatchObject({
      automount_service_account_token: false,
      security_context: { seccomp_profile: { type: 'RuntimeDefault' } },
    });
    expect(container(json).security_context).toMatchObject({
      allow_privilege_escalation: false,
      privileged: false,
      read_only_root_filesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  it('keeps the directories writable that nginx writes to', () => {
    const json = workload();
    expect(container(json).volume_mount).toEqual([
      { name: 'writable-tmp', mount_path: '/tmp' },
      { name: 'writable-var-cache-nginx', mount_path: '/var/cache/nginx' },
      { name: 'writable-run', mount_path: '/run' },
    ]);
    expect(pod(json).volume).toContainEqual({ name: 'writable-tmp', empty_dir: { size_limit: '1024Mi' } });
  });

  it('has no capability when it runs as a user of its own', () => {
    const json = workload({ user: 1000 });
    expect(container(json).security_context).toMatchObject({ capabilities: { drop: ['ALL'] } });
    expect(container(json)).not.toHaveProperty('security_context.capabilities.add');
    expect(pod(json).security_context).toMatchObject({ run_as_non_root: true, run_as_user: '1000', fs_group: '1000' });
  });

  it('may start as root and give it up when the image says so', () => {
    expect(container(workload()).security_context).toMatchObject({
      capabilities: { add: ['CHOWN', 'DAC_OVERRIDE', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'] },
    });
  });

  it("requests what it may use, so that it is evicted last; ECS's CPU units are 1/1024 of a vCPU", () => {
    const size = { cpu: '500m', memory: '1024Mi' };
    expect(container(workload({ cpu: 512, memoryMib: 1024 })).resources).toEqual({ requests: size, limits: size });
    expect(container(workload()).resources).toMatchObject({ requests: { cpu: '250m', memory: '512Mi' } });
    expect(container(workload({ cpu: 2048 })).resources).toMatchObject({ requests: { cpu: '2' } });
  });

  it('gets its settings sorted and literal, and its secrets by name only', () => {
    const json = workload({
      environment: { PATTERN: '${HOSTNAME}', MODE: 'fast' },
      secrets: { DB_PASSWORD: { secretName: 'db', key: 'password' } },
    });
    expect(container(json).env).toEqual([
      { name: 'DB_PASSWORD', value_from: { secret_key_ref: { name: 'db', key: 'password' } } },
      { name: 'MODE', value: 'fast' },
      { name: 'PATTERN', value: '$${HOSTNAME}' },
    ]);
  });
});

describe('[row 135] self-healing', () => {
  it('takes a pod out of traffic before it restarts it', () => {
    const json = container(workload({ healthCheck: { path: '/healthz', intervalSeconds: 5, gracePeriodSeconds: 60 } }));
    expect(json.readiness_probe).toMatchObject({
      http_get: { path: '/healthz', port: '80' },
      period_seconds: 5,
      failure_threshold: 3,
    });
    expect(json.liveness_probe).toMatchObject({ http_get: { path: '/healthz' }, failure_threshold: 9 });
    expect(json.startup_probe).toMatchObject({ failure_threshold: 12 });
  });

  it('asks whether the port accepts connections when no path is given', () => {
    const json = container(workload());
    expect(json.readiness_probe).toMatchObject({ tcp_socket: [{ port: '80' }] });
    expect(json).not.toHaveProperty('startup_probe');
  });

  it('runs a command in a worker, which has neither port nor Service', () => {
    const json = workload({ port: undefined, healthCheck: { command: ['/bin/healthy'] } });
    expect(container(json).liveness_probe).toMatchObject({ exec: { command: ['/bin/healthy'] } });
    expect(resources(json, 'kubernetes_service_v1')).toEqual([]);
    expect(container(workload({ port: undefined }))).not.toHaveProperty('readiness_probe');
  });

  it('spreads two pods or more over zones and nodes, and keeps all but one during a drain', () => {
    const json = workload();
    expect(pod(json).topology_spread_constraint).toMatchObject([
      { topology_key: 'topology.kubernetes.io/zone', max_skew: 1, when_unsatisfiable: 'ScheduleAnyway' },
      { topology_key: 'kubernetes.io/hostname', max_skew: 1, when_unsatisfiable: 'ScheduleAnyway' },
    ]);
    expect(theResource(json, 'kubernetes_pod_disruption_budget_v1')).toMatchObject({ spec: { max_unavailable: '1' } });
  });

  it('has no disruption budget for one pod: it would only forbid to drain its node', () => {
    expect(resources(workload({ scaling: { fixed: 1 } }), 'kubernetes_pod_disruption_budget_v1')).toEqual([]);
  });

  it('starts a new pod before it stops an old one', () => {
    expect(theResource(workload(), 'kubernetes_deployment_v1')).toMatchObject({
      spec: { strategy: { type: 'RollingUpdate', rolling_update: { max_surge: '25%', max_unavailable: '0' } } },
    });
  });
});

describe("[row 92] the source's autoscaler, 70 percent of CPU, 2 to 10 pods", () => {
  const json = workload({ scaling: { min: 2, max: 10, cpuPercent: 70 } });

  it('is a HorizontalPodAutoscaler v2 of the Deployment', () => {
    expect(theResource(json, 'kubernetes_horizontal_pod_autoscaler_v2')).toMatchObject({
      spec: {
        scale_target_ref: { api_version: 'apps/v1', kind: 'Deployment', name: 'web' },
        min_replicas: 2,
        max_replicas: 10,
        metric: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', average_utilization: 70 } } },
        ],
      },
      depends_on: [expect.stringMatching(/^kubernetes_deployment_v1\./)],
    });
  });

  it('owns the number of pods, which Terraform then leaves alone', () => {
    expect(theResource(json, 'kubernetes_deployment_v1')).toMatchObject({
      lifecycle: { ignore_changes: ['spec[0].replicas'] },
    });
    expect(theResource(workload({ scaling: { fixed: 3 } }), 'kubernetes_deployment_v1')).not.toHaveProperty(
      'lifecycle',
    );
  });

  it('is refused in a cluster without metrics-server', () => {
    const message = platformRefusal(
      (stack) => new KubernetesWorkload(stack, 'Web', { ...web, scaling: { min: 2, max: 10 } }),
    );
    expect(message).toContain('KubernetesWorkload at dev-platform/Web');
    expect(message).toContain('metrics-server is missing');
  });
});

describe('[row 93] an autoscaler on other metrics', () => {
  const scaling = {
    min: 1,
    max: 5,
    podMetrics: { requests: '100' },
    externalMetrics: { queue: { averageValue: '30', matchLabels: { name: 'jobs' } } },
  };

  it('holds an average per pod', () => {
    const { platform } = synthPlatform((stack) => new KubernetesWorkload(stack, 'Web', { ...web, scaling }), {
      providers: { existing: ['custom-metrics', 'external-metrics'] },
    });
    expect(theResource(platform, 'kubernetes_horizontal_pod_autoscaler_v2')).toMatchObject({
      spec: {
        metric: [
          {
            type: 'Pods',
            pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', average_value: '100' } },
          },
          {
            type: 'External',
            external: {
              metric: { name: 'queue', selector: [{ match_labels: { name: 'jobs' } }] },
              target: { type: 'AverageValue', average_value: '30' },
            },
          },
        ],
      },
    });
  });

  it('is refused where no adapter serves them', () => {
    const message = platformRefusal((stack) => new KubernetesWorkload(stack, 'Web', { ...web, scaling }));
    expect(message).toContain('custom-metrics is missing');
    expect(message).toContain('external-metrics is missing');
  });
});

describe('[row 104] [row 133] AWS rights', () => {
  const json = synthPlatform((stack) => {
    const app = new KubernetesWorkload(stack, 'Web', { ...web, namespace: 'shop' });
    app.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme/*'] });
  }).platform;

  /** The issuer as this stack reads it from the cluster. */
  const ISSUER = `\${local.${Object.keys(json.locals ?? {}).join()}}`;

  it('need nothing from the state of the cluster', () => {
    expect(json.data).not.toHaveProperty('terraform_remote_state');
    expect(Object.values(json.locals ?? {})).toEqual([
      expect.stringMatching(/^\$\{replace\(data\.aws_eks_cluster\..*issuer, "https:\/\/", ""\)\}$/),
    ]);
  });

  it('are those of a role that only this service account can become', () => {
    const { assume_role_policy } = theResource(json, 'aws_iam_role') as { assume_role_policy: string };
    expect(JSON.parse(assume_role_policy)).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRoleWithWebIdentity',
          Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${ISSUER}` },
          Condition: {
            StringEquals: {
              [`${ISSUER}:sub`]: 'system:serviceaccount:shop:web',
              [`${ISSUER}:aud`]: 'sts.amazonaws.com',
            },
          },
        },
      ],
    });
  });

  it('reach the pods by the annotation of the service account', () => {
    expect(theResource(json, 'kubernetes_service_account_v1')).toMatchObject({
      metadata: {
        name: 'web',
        annotations: { 'eks.amazonaws.com/role-arn': expect.stringMatching(/^\$\{aws_iam_role\.Web_Identity/) },
      },
    });
  });

  it('are there before the pods', () => {
    const { depends_on } = theResource(json, 'kubernetes_deployment_v1') as { depends_on: string[] };
    expect(depends_on).toContainEqual(expect.stringMatching(/^aws_iam_role_policy\./));
  });

  it('are an association in the state of the cluster with Pod Identity, which must be older than the pod', () => {
    const { cluster, platform } = synthPlatform((stack) => {
      const app = new KubernetesWorkload(stack, 'Web', { ...web, namespace: 'shop', identity: 'pod-identity' });
      app.addToPolicy({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::acme/*'] });
    });
    expect(theResource(cluster, 'aws_eks_pod_identity_association')).toMatchObject({
      namespace: 'shop',
      service_account: 'web',
    });
    expect(resources(platform, 'aws_iam_role')).toEqual([]);
  });

  it('are none until something is granted', () => {
    expect(resources(workload(), 'aws_iam_role')).toEqual([]);
  });
});

describe('order', () => {
  it('puts the Ingress after the controller, and the Deployment not: it needs no webhook', () => {
    const json = workload({ expose: { domainName: 'web.acme.dev' } });
    const { depends_on } = theResource(json, 'kubernetes_ingress_v1') as { depends_on: string[] };
    expect(depends_on).toEqual([
      expect.stringMatching(/^kubernetes_service_v1\./),
      expect.stringMatching(/^helm_release\.LoadBalancerController/),
    ]);
  });

  it('shares a namespace with other workloads', () => {
    const { platform } = synthPlatform((stack) => {
      const namespace = new KubernetesNamespace(stack, 'Shop', { podSecurity: 'restricted' });
      new KubernetesWorkload(stack, 'Web', { ...web, namespace });
      new KubernetesWorkload(stack, 'Api', { ...web, namespace });
    });
    expect(theResource(platform, 'kubernetes_namespace_v1')).toMatchObject({ metadata: { name: 'shop' } });
    expect(resources(platform, 'kubernetes_deployment_v1')).toHaveLength(2);
  });

  it('is written the same whatever the order of the settings', () => {
    const one = workload({ environment: { A: '1', B: '2' }, secrets: { C: { secretName: 'c', key: 'c' } } });
    const other = workload({ secrets: { C: { secretName: 'c', key: 'c' } }, environment: { B: '2', A: '1' } });
    expect(one).toEqual(other);
  });
});

describe('[row 138] scheduling', () => {
  const group = (name: string, labels: Record<string, string>, taints: readonly object[] = []) =>
    ({
      name,
      operatingSystem: 'linux',
      architecture: 'x86_64',
      instanceTypes: ['m7i.large'],
      labels,
      taints,
      minSize: 1,
      maxSize: 3,
    }) as never;

  it('selects, tolerates and prefers nodes', () => {
    const json = workload({
      nodeSelector: { pool: 'apps' },
      tolerations: [{ key: 'dedicated', value: 'apps', effect: 'NoSchedule' }],
      nodeAffinity: {
        required: [{ key: 'cpu', operator: 'Gt', value: 4 }],
        preferred: [{ weight: 50, requirements: [{ key: 'disk', operator: 'In', values: ['nvme'] }] }],
      },
    });
    expect(pod(json)).toMatchObject({
      node_selector: { pool: 'apps' },
      toleration: [{ key: 'dedicated', value: 'apps', effect: 'NoSchedule' }],
      affinity: {
        node_affinity: {
          required_during_scheduling_ignored_during_execution: {
            node_selector_term: [{ match_expressions: [{ key: 'cpu', operator: 'Gt', values: ['4'] }] }],
          },
          preferred_during_scheduling_ignored_during_execution: [
            { weight: 50, preference: { match_expressions: [{ key: 'disk', operator: 'In', values: ['nvme'] }] } },
          ],
        },
      },
    });
  });

  it('is refused when no node group has the label', () => {
    const message = platformRefusal(
      (stack) => new KubernetesWorkload(stack, 'Web', { ...web, nodeSelector: { pool: 'gpu' } }),
      {
        facts: { nodeGroups: [group('System', { pool: 'system' })] },
      },
    );
    expect(message).toContain('labels that a node group has: System {"pool":"system"}');
  });

  it('is refused when every matching group has a taint that is not tolerated', () => {
    const taint = { key: 'gpu', value: 'true', effect: 'NoSchedule' };
    const facts = { nodeGroups: [group('Gpu', { pool: 'gpu' }, [taint])] };
    const build = (tolerations?: KubernetesWorkloadProps['tolerations']) => (stack: TerraformStack) =>
      new KubernetesWorkload(stack, 'Web', { ...web, nodeSelector: { pool: 'gpu' }, tolerations });
    expect(platformRefusal(build(), { facts })).toContain('Gpu gpu=true:NoSchedule');
    expect(() => synthPlatform(build([{ key: 'gpu', operator: 'Exists' }]), { facts })).not.toThrow();
  });

  it('cannot be judged by labels that Kubernetes sets, and where Karpenter makes nodes', () => {
    const facts = { nodeGroups: [group('System', {})] };
    expect(() =>
      synthPlatform(
        (stack) => new KubernetesWorkload(stack, 'Web', { ...web, nodeSelector: { 'kubernetes.io/arch': 'arm64' } }),
        { facts },
      ),
    ).not.toThrow();
    expect(() =>
      synthPlatform(
        (stack, cluster) => {
          cluster.claimAutoscaler(stack, 'karpenter');
          new KubernetesWorkload(stack, 'Web', { ...web, nodeSelector: { pool: 'gpu' } });
        },
        { facts },
      ),
    ).not.toThrow();
  });
});

describe('[row 63] network policies', () => {
  const policed: ClusterFacts = { podNetwork: { networkPolicy: true } };

  it('open the port to the named workload only', () => {
    const { platform } = synthPlatform(
      (stack) => {
        const api = new KubernetesWorkload(stack, 'Api', { ...web, namespace: 'shop' });
        api.allowFrom(new KubernetesWorkload(stack, 'Web', { ...web, namespace: 'front' }));
      },
      { facts: policed },
    );
    expect(theResource(platform, 'kubernetes_network_policy_v1')).toMatchObject({
      metadata: { name: 'api', namespace: 'shop' },
      spec: {
        pod_selector: { match_labels: { 'app.kubernetes.io/name': 'api' } },
        policy_types: ['Ingress'],
        ingress: [
          {
            from: [
              {
                pod_selector: { match_labels: { 'app.kubernetes.io/name': 'web' } },
                namespace_selector: { match_labels: { 'kubernetes.io/metadata.name': 'front' } },
              },
            ],
            ports: [{ port: '80', protocol: 'TCP' }],
          },
        ],
      },
    });
  });

  it('are refused where nothing enforces them', () => {
    const message = platformRefusal((stack) => {
      const api = new KubernetesWorkload(stack, 'Api', web);
      api.allowFrom(new KubernetesWorkload(stack, 'Web', web));
    });
    expect(message).toContain('a cluster that enforces NetworkPolicy objects');
  });
});

describe('values that only Terraform knows', () => {
  const number = Token.asNumber({ resolve: () => 3, creationStack: [], toString: () => '3' });

  it.each<[string, Partial<KubernetesWorkloadProps>]>([
    ['port', { port: number }],
    ['cpu', { cpu: number }],
    ['memoryMib', { memoryMib: number }],
    ['user', { user: number }],
    ['scaling.fixed', { scaling: { fixed: number } }],
    ['scaling.min', { scaling: { min: number, max: 5 } }],
  ])('are refused for %s, which becomes text or decides what there is', (field, bad) => {
    expect(validateKubernetesWorkloadProps({ ...web, ...bad }).map((issue) => issue.field)).toContain(field);
  });

  it('are settings and image names like any other', () => {
    const token = Token.asString({ resolve: () => '${x.y}', creationStack: [], toString: () => 'x' });
    expect(validateKubernetesWorkloadProps({ ...web, image: token, environment: { URL: token } })).toEqual([]);
  });
});

describe('a workload is refused', () => {
  it.each<[string, Partial<KubernetesWorkloadProps>]>([
    ['image', { image: 'https://nginx' }],
    ['image', { image: 'my image' }],
    ['port', { port: 0 }],
    ['port', { port: 65_536 }],
    ['cpu', { cpu: 1 }],
    ['cpu', { cpu: Number.NaN }],
    ['memoryMib', { memoryMib: 15 }],
    ['name', { name: '1web' }],
    ['name', { name: 'a'.repeat(64) }],
    ['namespace', { namespace: 'default' }],
    ['scaling.fixed', { scaling: { fixed: -1 } }],
    ['scaling.min', { scaling: { min: 0, max: 2 } }],
    ['scaling.max', { scaling: { min: 3, max: 2 } }],
    ['scaling.cpuPercent', { scaling: { min: 1, max: 2, cpuPercent: 101 } }],
    ['scaling.podMetrics.x', { scaling: { min: 1, max: 2, podMetrics: { x: 'many' } } }],
    ['port', { port: undefined, expose: { domainName: 'a.acme.dev' } }],
    ['user', { user: 0 }],
    ['environment', { environment: { '1A': 'x' } }],
    ['environment.A', { environment: { A: 'x' }, secrets: { A: { secretName: 'a', key: 'a' } } }],
    ['environment.KEY', { environment: { KEY: 'AKIAIOSFODNN7EXAMPLE' } }],
    ['secrets.A.secretName', { secrets: { A: { secretName: 'Not A Name', key: 'a' } } }],
    ['healthCheck', { port: undefined, healthCheck: { path: '/' } }],
    ['healthCheck.path', { healthCheck: { path: 'healthz' } }],
    ['healthCheck.command', { healthCheck: { command: [] } }],
    ['healthCheck.timeoutSeconds', { healthCheck: { kind: 'tcp', timeoutSeconds: 0 } }],
    ['writablePaths[0]', { writablePaths: ['tmp'] }],
  ])('for a bad %s', (field, bad) => {
    expect(validateKubernetesWorkloadProps({ ...web, ...bad }).map((issue) => issue.field)).toEqual([field]);
  });

  it.each<[string, Partial<KubernetesWorkloadProps>]>([
    ['equal bounds', { scaling: { min: 2, max: 2 } }],
    ['no pod at all', { scaling: { fixed: 0 } }],
    ['the limits', { port: 65_535, cpu: 2, memoryMib: 16, user: 65_535 }],
    ['63 characters', { name: 'a'.repeat(63) }],
  ])('but not for %s', (_what, good) => {
    expect(validateKubernetesWorkloadProps({ ...web, ...good })).toEqual([]);
  });

  it('without the value of a secret in the message', () => {
    const message = platformRefusal(
      (stack) => new KubernetesWorkload(stack, 'Web', { ...web, environment: { KEY: 'AKIAIOSFODNN7EXAMPLE' } }),
    );
    expect(message).toContain('environment.KEY');
    expect(message).not.toContain('AKIAIOSFODNN7EXAMPLE');
  });

  it('for a name made from an id that Kubernetes does not take', () => {
    const message = platformRefusal((stack) => new KubernetesWorkload(stack, '3scale', { ...web, namespace: 'shop' }));
    expect(message).toContain('name is "3scale"');
  });

  it('where two have one name in one namespace', () => {
    const message = platformRefusal((stack) => {
      new KubernetesWorkload(stack, 'Web', { ...web, namespace: 'shop' });
      new KubernetesWorkload(stack, 'Other', { ...web, namespace: 'shop', name: 'web' });
    });
    expect(message).toContain('shop/web');
  });

  it('[row 109] for the tag latest of an immutable repository, or with a warning where that says so', () => {
    const image = (latestTag?: 'refuse' | 'warn') => ({
      repository: { repositoryUrl: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/web', latestTag },
      tag: 'latest',
    });
    const fields = (latestTag?: 'refuse' | 'warn'): string[] =>
      validateKubernetesWorkloadProps({ ...web, image: image(latestTag) }).map(({ field }) => field);
    expect(fields('refuse')).toEqual(['image.tag']);
    expect(fields('warn')).toEqual([]);
    expect(fields()).toEqual([]);
    expect(workloadWarnings({ ...web, image: image('warn') }).map(({ field }) => field)).toEqual(['image']);
  });

  it('warns of a tag that moves and of a setting that looks like a secret', () => {
    const warnings = (props: Partial<KubernetesWorkloadProps>) =>
      workloadWarnings({ ...web, ...props }).map(({ field }) => field);
    expect(warnings({ image: 'nginx' })).toEqual(['image']);
    expect(warnings({ image: 'localhost:5000/nginx:latest' })).toEqual(['image']);
    expect(warnings({ image: 'nginx@sha256:0000' })).toEqual([]);
    const repository = { repositoryUrl: Token.asString({ resolve: () => '${aws_ecr_repository.web.repository_url}' }) };
    expect(warnings({ image: { repository, tag: 'latest' } })).toEqual(['image']);
    expect(warnings({ image: { repository, tag: '2.1.0' } })).toEqual([]);
    expect(warnings({ environment: { DB_PASSWORD: 'x', DB_PASSWORD_FILE: '/x' } })).toEqual([
      'environment.DB_PASSWORD',
    ]);
  });
});

describe('a release beside workloads', () => {
  it('does not wait for them', () => {
    const { platform } = synthPlatform((stack) => {
      new KubernetesWorkload(stack, 'Web', web);
      new HelmRelease(stack, 'Podinfo', {
        chart: { repository: 'https://stefanprodan.github.io/podinfo', chart: 'podinfo', version: '6.9.2' },
        namespace: 'podinfo',
      });
    });
    expect(theResource(platform, 'helm_release')).not.toHaveProperty('depends_on');
  });
});
