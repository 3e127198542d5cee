import type {
  DeploymentV1SpecTemplateSpec,
  DeploymentV1SpecTemplateSpecContainer,
  DeploymentV1SpecTemplateSpecContainerReadinessProbe,
} from '@cdktf/provider-kubernetes/lib/deployment-v1';
import { pathsWrittenByImage } from '../shared/image-writable-paths';
import { literalText } from '../shared/literal-text';
import { kebabCase } from '../shared/names';
import { matchExpression, type NodeRequirement } from './node-affinity';
import { cpuQuantity, memoryQuantity } from './quantity';
import type { KubernetesWorkloadProps, WorkloadHealthCheck, WorkloadImage, WritableDirectory } from './workload-props';

/** CPU units and MiB of a pod whose size nobody said: the smallest of Fargate, so that the two mean the same. */
export const DEFAULT_CPU = 256;
export const DEFAULT_MEMORY_MIB = 512;

/** What a program needs that starts as root and becomes another user; the `baseline` standard allows all of them. */
const START_AS_ROOT = ['CHOWN', 'DAC_OVERRIDE', 'NET_BIND_SERVICE', 'SETGID', 'SETUID'];

/** The text that goes into the container. */
export function workloadImageName(image: WorkloadImage): string {
  if (typeof image === 'string') return image;
  const { repositoryUrl } = image.repository;
  return 'tag' in image ? `${repositoryUrl}:${image.tag}` : `${repositoryUrl}@${image.digest}`;
}

/** The pods of a workload called `name`, whose labels are `selector`. */
export function podSpec(
  name: string,
  selector: Readonly<Record<string, string>>,
  props: KubernetesWorkloadProps,
): DeploymentV1SpecTemplateSpec {
  const { user, kubernetesApiAccess = false, nodeSelector, tolerations, nodeAffinity, stopTimeoutSeconds } = props;
  const volumes = writableVolumes(props);
  return {
    serviceAccountName: name,
    automountServiceAccountToken: kubernetesApiAccess,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: stopTimeoutSeconds,
    securityContext: {
      seccompProfile: { type: 'RuntimeDefault' },
      ...(user === undefined
        ? {}
        : { runAsNonRoot: true, runAsUser: String(user), runAsGroup: String(user), fsGroup: String(user) }),
    },
    nodeSelector: nodeSelector && { ...nodeSelector },
    toleration: tolerations?.map(({ tolerationSeconds, ...rest }) => ({
      ...rest,
      tolerationSeconds: tolerationSeconds === undefined ? undefined : String(tolerationSeconds),
    })),
    affinity: nodeAffinity && { nodeAffinity: affinityOf(nodeAffinity) },
    // Preferred, not required: a pod that could run would otherwise wait for the zone that is down.
    topologySpreadConstraint: ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
      topologyKey,
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: [{ matchLabels: { ...selector } }],
    })),
    container: [container(name, props, volumes)],
    volume: volumes.length === 0 ? undefined : volumes.map(({ volume }) => volume),
  };
}

function container(
  name: string,
  props: KubernetesWorkloadProps,
  volumes: readonly WritableVolume[],
): DeploymentV1SpecTemplateSpecContainer {
  const { port, command, entryPoint, user, readonlyRootFilesystem = true } = props;
  const size = {
    cpu: cpuQuantity(props.cpu ?? DEFAULT_CPU),
    memory: memoryQuantity(props.memoryMib ?? DEFAULT_MEMORY_MIB),
  };
  const { readiness, liveness, startup } = probes(props);
  return {
    name,
    image: workloadImageName(props.image),
    command: words(entryPoint),
    args: words(command),
    port: port === undefined ? undefined : [{ name: 'http', containerPort: port, protocol: 'TCP' }],
    env: environment(props),
    // Equal, so the pod is of class Guaranteed: the last one that a full node evicts, and as fast as on Fargate.
    resources: { requests: size, limits: size },
    securityContext: {
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: readonlyRootFilesystem,
      capabilities: { drop: ['ALL'], add: user === undefined ? START_AS_ROOT : undefined },
    },
    readinessProbe: readiness,
    livenessProbe: liveness,
    startupProbe: startup,
    volumeMount: volumes.length === 0 ? undefined : volumes.map(({ mount }) => mount),
  };
}

/** Kubernetes gives an empty list back as none, which a plan would show as a change. */
function words(list: readonly string[] | undefined): string[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list.map(literalText);
}

function environment({ environment: plain = {}, secrets = {} }: KubernetesWorkloadProps) {
  const entries = [
    ...Object.entries(plain).map(([name, value]) => ({ name, value: literalText(value) })),
    ...Object.entries(secrets).map(([name, { secretName, key }]) => ({
      name,
      valueFrom: { secretKeyRef: { name: secretName, key } },
    })),
  ];
  return entries.length === 0 ? undefined : entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

type Probe = DeploymentV1SpecTemplateSpecContainerReadinessProbe;

function probes({ port, healthCheck }: KubernetesWorkloadProps): {
  readiness?: Probe;
  liveness?: Probe;
  startup?: Probe;
} {
  if (healthCheck === undefined && port === undefined) return {};
  const check: WorkloadHealthCheck = healthCheck ?? { kind: 'tcp' };
  const { intervalSeconds = 10, timeoutSeconds = 5, unhealthyThreshold = 3, gracePeriodSeconds = 0 } = check;
  const probe = {
    ...probeAction(check, port),
    periodSeconds: intervalSeconds,
    timeoutSeconds,
    successThreshold: 1,
    failureThreshold: unhealthyThreshold,
  };
  const startTries = Math.ceil(gracePeriodSeconds / intervalSeconds);
  return {
    readiness: probe,
    // Slower than readiness: a pod that is merely busy loses its traffic first, and is not restarted for it.
    liveness: { ...probe, failureThreshold: unhealthyThreshold * 3 },
    startup: startTries === 0 ? undefined : { ...probe, failureThreshold: startTries },
  };
}

function probeAction(check: WorkloadHealthCheck, port: number | undefined): Probe {
  if ('command' in check) return { exec: { command: check.command.map(literalText) } };
  if ('path' in check) return { httpGet: { path: check.path, port: String(check.port ?? port) } };
  return { tcpSocket: [{ port: String(port) }] };
}

interface WritableVolume {
  readonly volume: {
    readonly name: string;
    readonly emptyDir: { readonly medium?: string; readonly sizeLimit: string };
  };
  readonly mount: { readonly name: string; readonly mountPath: string };
}

/** MiB of a directory on the node's disk; a pod that writes more is evicted before it fills the node. */
const DISK_DIRECTORY_MIB = 1024;

function writableVolumes({
  image,
  readonlyRootFilesystem = true,
  writablePaths,
}: KubernetesWorkloadProps): WritableVolume[] {
  const known = readonlyRootFilesystem ? ['/tmp', ...pathsWrittenByImage(workloadImageName(image))] : [];
  const directories: readonly WritableDirectory[] = writablePaths ?? known;
  return directories.map((directory) => {
    const path = typeof directory === 'string' ? directory : directory.path;
    const name = kebabCase(`writable${path}`);
    const emptyDir =
      typeof directory === 'string'
        ? { sizeLimit: memoryQuantity(DISK_DIRECTORY_MIB) }
        : { medium: 'Memory', sizeLimit: memoryQuantity(directory.memoryMib) };
    return { volume: { name, emptyDir }, mount: { name, mountPath: path } };
  });
}

function affinityOf({ required = [], preferred = [] }: NonNullable<KubernetesWorkloadProps['nodeAffinity']>) {
  const terms = (requirements: readonly NodeRequirement[]) => ({ matchExpressions: requirements.map(matchExpression) });
  return {
    requiredDuringSchedulingIgnoredDuringExecution:
      required.length === 0 ? undefined : { nodeSelectorTerm: [terms(required)] },
    preferredDuringSchedulingIgnoredDuringExecution:
      preferred.length === 0
        ? undefined
        : preferred.map(({ weight, requirements }) => ({ weight, preference: terms(requirements) })),
  };
}
