import { validateNamespace } from '../eks-addons/helm-release';
import { validateImageTag } from '../registry/image-repository';
import { isMovingTag } from '../registry/moving-tag';
import { isCredential, namesASecret } from '../shared/plain-secrets';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkLiteral, checkName, checkWholeNumber } from '../shared/validation';
import { workloadImageName } from './pod-template';
import { type DeploymentSubject, deploymentWarnings, validateWorkloadDeployment } from './workload-deployment';
import type { KubernetesWorkloadProps, WorkloadHealthCheck } from './workload-props';
import { firstReplicas, validateWorkloadScaling } from './workload-scaling';

const POD = 'https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/';
const SECRETS = 'https://kubernetes.io/docs/concepts/configuration/secret/';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateKubernetesWorkloadProps(props: KubernetesWorkloadProps): Issue[] {
  const { image, port, cpu, memoryMib, name, namespace, scaling, expose, user, stopTimeoutSeconds } = props;
  const { deployment } = props;
  const unit = 'leave it out for the default';
  return [
    ...checkLiteral('port', port),
    ...checkLiteral('cpu', cpu),
    ...checkLiteral('memoryMib', memoryMib),
    ...checkLiteral('user', user),
    ...check('image', workloadImageName(image), (text) => /^[\w./:@-]{1,255}$/.test(text) && !/^https?:/.test(text), {
      limit: '1 to 255 letters, digits and -_.:/@, without "https://" and spaces',
      fix: 'write repository:tag or repository@digest, "nginx:1.27"',
      see: POD,
    }),
    ...(typeof image === 'object' && 'tag' in image ? validateImageTag('image.tag', image.repository, image.tag) : []),
    ...checkWholeNumber('port', port, [1, 65_535], { fix: 'write the port that the program listens on', see: POD }),
    ...checkWholeNumber('cpu', cpu, [2, 196_608], { unit: 'CPU units (1024 are one vCPU)', fix: unit, see: POD }),
    ...checkWholeNumber('memoryMib', memoryMib, [16, 1_572_864], { unit: 'MiB', fix: unit, see: POD }),
    ...checkName('name', name, {
      pattern: /^[a-z]([a-z0-9-]*[a-z0-9])?$/,
      max: 63,
      allowed: 'lower-case letters, digits and "-", beginning with a letter: the Service has this name too',
      fix: 'write for example "web"',
      see: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
    }),
    ...(typeof namespace === 'string' ? validateNamespace('namespace', namespace) : []),
    ...(scaling === undefined ? [] : validateWorkloadScaling(scaling)),
    ...(deployment === undefined ? [] : validateWorkloadDeployment(deployment, subjectOf(props))),
    ...(expose !== undefined && port === undefined ? [exposedWithoutPort()] : []),
    ...checkWholeNumber('user', user, [1, 65_535], {
      fix: "write the id of a user other than root, or leave it out for the image's",
      see: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    }),
    ...checkWholeNumber('stopTimeoutSeconds', stopTimeoutSeconds, [0, 3600], { unit: 'seconds', fix: unit, see: POD }),
    ...validateEnvironment(props),
    ...validateHealthCheck(props),
    ...validateWritablePaths(props),
  ];
}

/** Legal, but rarely meant. */
export function workloadWarnings(props: KubernetesWorkloadProps): Issue[] {
  const { image, environment = {}, deployment } = props;
  const name = workloadImageName(image);
  const plain = Object.entries(environment).filter(
    ([key, value]) => namesASecret(key) && value !== '' && !isUnknown(value),
  );
  return [
    ...(isMovingTag(name) ? [movingTag(name)] : []),
    ...(deployment === undefined ? [] : deploymentWarnings(deployment, subjectOf(props))),
    ...plain.map(([key]) => ({
      field: `environment.${key}`,
      value: undefined,
      limit: 'no secret in plain text: it would stand in the state and in the Deployment',
      fix: `move ${key} to secrets: { ${key}: { secretName: '<Secret>', key: '<key>' } }`,
      see: SECRETS,
      secret: true,
    })),
  ];
}

function movingTag(value: string): Issue {
  return {
    field: 'image',
    value,
    limit: 'a fixed tag or a digest: with a tag that moves two pods of one workload run different code',
    fix: 'write the version that was tested, "nginx:1.27"',
    see: 'https://kubernetes.io/docs/concepts/containers/images/',
  };
}

function subjectOf({ port, expose, scaling }: KubernetesWorkloadProps): DeploymentSubject {
  return { port, exposed: expose !== undefined, leastPods: scaling === undefined ? 2 : firstReplicas(scaling) };
}

function validateEnvironment({ environment = {}, secrets = {} }: KubernetesWorkloadProps): Issue[] {
  const names = [...Object.keys(environment), ...Object.keys(secrets)];
  return [
    ...checkLiteral('environment', environment),
    ...names.flatMap((name) =>
      check('environment', name, (text) => /^[A-Za-z_][\w.-]*$/.test(text), {
        limit: 'names of letters, digits, "_", "." and "-" that do not begin with a digit',
        fix: 'rename it',
        see: POD,
      }),
    ),
    ...Object.keys(environment)
      .filter((name) => name in secrets)
      .map((name) => ({
        field: `environment.${name}`,
        value: `"${name}" twice: in environment and in secrets`,
        limit: 'each name once, in environment or in secrets, not in both',
        fix: `remove "${name}" from environment`,
        see: POD,
      })),
    ...Object.entries(environment).flatMap(([name, value]) =>
      check(`environment.${name}`, value, (text) => typeof text === 'string' && !isCredential(text), {
        limit: 'text that is no credential',
        fix: 'write numbers and booleans in quotes; put a credential into a Secret and name it in secrets',
        see: SECRETS,
        secret: true,
      }),
    ),
    ...Object.entries(secrets).flatMap(([name, { secretName, key }]) => [
      ...check(
        `secrets.${name}.secretName`,
        secretName,
        (text) => /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text),
        {
          limit: 'the name of a Secret: up to 253 lower-case letters, digits, "-" and "."',
          fix: 'write the name of the Secret, never its value',
          see: SECRETS,
          secret: true,
        },
      ),
      ...check(`secrets.${name}.key`, key, (text) => /^[\w.-]{1,253}$/.test(text), {
        limit: 'a key of the Secret: up to 253 letters, digits, "-", "_" and "."',
        fix: 'write the key, never the value',
        see: SECRETS,
        secret: true,
      }),
    ]),
  ];
}

function validateHealthCheck({ healthCheck, port }: KubernetesWorkloadProps): Issue[] {
  if (healthCheck === undefined) return [];
  const { intervalSeconds, timeoutSeconds, unhealthyThreshold, gracePeriodSeconds } = healthCheck;
  const rule = (unit?: string) => ({ unit, fix: 'leave it out for the default', see: POD });
  return [
    ...checkWholeNumber('healthCheck.intervalSeconds', intervalSeconds, [1, 3600], rule('seconds')),
    ...checkWholeNumber('healthCheck.timeoutSeconds', timeoutSeconds, [1, 3600], rule('seconds')),
    ...checkWholeNumber('healthCheck.unhealthyThreshold', unhealthyThreshold, [1, 100], rule()),
    ...checkWholeNumber('healthCheck.gracePeriodSeconds', gracePeriodSeconds, [0, 3600], rule('seconds')),
    ...validateAction(healthCheck, port),
  ];
}

function validateAction(healthCheck: WorkloadHealthCheck, port: number | undefined): Issue[] {
  if ('command' in healthCheck) {
    return check('healthCheck.command', healthCheck.command, (command) => command.length > 0, {
      limit: 'a program and its arguments',
      fix: "write ['/bin/healthy']",
      see: POD,
    });
  }
  const asked = 'path' in healthCheck ? (healthCheck.port ?? port) : port;
  return [
    ...(asked === undefined
      ? [
          {
            field: 'healthCheck',
            value: healthCheck,
            limit: 'a command where the workload has no port',
            fix: "write healthCheck: { command: ['/bin/healthy'] }, or give the workload its port",
            see: POD,
          },
        ]
      : []),
    ...('path' in healthCheck
      ? check('healthCheck.path', healthCheck.path, (path) => /^\/\S{0,1023}$/.test(path), {
          limit: 'a path that begins with "/", up to 1024 characters without spaces',
          fix: 'write "/healthz"',
          see: POD,
        })
      : []),
  ];
}

function validateWritablePaths({ writablePaths = [] }: KubernetesWorkloadProps): Issue[] {
  return writablePaths.flatMap((given, index) =>
    check(`writablePaths[${index}]`, typeof given === 'string' ? given : given.path, (path) => /^\/[^:]+$/.test(path), {
      limit: 'an absolute path other than "/"',
      fix: 'write for example "/var/cache/app"',
      see: 'https://kubernetes.io/docs/concepts/storage/volumes/#emptydir',
    }),
  );
}

function exposedWithoutPort(): Issue {
  return {
    field: 'port',
    value: undefined,
    limit: 'a port: the load balancer sends requests to it',
    fix: 'write the port that the program listens on, or remove expose',
    see: 'https://kubernetes.io/docs/concepts/services-networking/ingress/',
  };
}
