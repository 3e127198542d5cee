import type { Deployment } from '../ecs/service/deployment';
import type { ServiceSettings } from '../ecs/service/ecs-service-props';
import type { Scaling } from '../ecs/service/scaling';
import type { JsonObject } from '../shared/json-object';
import type { ComposeReading } from './compose-reading';
import { numberOf, wrong } from './compose-values';

/** What `deploy` says of a service, but for the resources of its container. */
export type ComposeDeploy = Pick<ServiceSettings, 'scaling' | 'scheduling' | 'deployment'>;

const ON_FAILURE = { rollback: 'rollback', pause: 'stop', continue: 'keep-trying' } as const;

export function deployOf(json: JsonObject, reading: ComposeReading): ComposeDeploy {
  const deploy = json.object('deploy');
  const replicas = (deploy && numberOf(deploy, 'replicas')) ?? numberOf(json, 'scale');
  if (deploy === undefined) return replicas === undefined ? {} : { scaling: { fixed: replicas } };
  reading.ignore(deploy, {
    endpoint_mode: 'ECS has no virtual addresses',
    labels: 'tags are those of the program',
    restart_policy: 'ECS replaces tasks that end',
    rollback_config: 'a rollback is a deployment like any other',
  });
  return {
    scaling: scalingOf(deploy, replicas),
    scheduling: deploy.oneOf('mode', ['replicated', 'global']) === 'global' ? 'daemon' : undefined,
    deployment: deploymentOf(deploy, replicas, reading),
  };
}

function scalingOf(deploy: JsonObject, replicas: number | undefined): Scaling | undefined {
  const auto = deploy.object('x-aws-autoscaling');
  if (auto === undefined) return replicas === undefined ? undefined : { fixed: replicas };
  const { min = 1, max } = { min: numberOf(auto, 'min'), max: numberOf(auto, 'max') };
  if (max === undefined) wrong(deploy, 'x-aws-autoscaling', '{ min, max, cpu } with a max');
  return {
    min,
    max: max ?? min,
    desired: replicas,
    cpuPercent: numberOf(auto, 'cpu'),
    memoryPercent: numberOf(auto, 'mem') ?? numberOf(auto, 'memory'),
  };
}

/** `parallelism` tasks at a time, as percentages of the replicas. */
function deploymentOf(
  deploy: JsonObject,
  replicas: number | undefined,
  reading: ComposeReading,
): Deployment | undefined {
  const update = deploy.object('update_config');
  if (update === undefined) return undefined;
  const decided = 'ECS goes on when new tasks are healthy';
  reading.ignore(update, { delay: decided, monitor: decided, max_failure_ratio: decided });
  const parallelism = numberOf(update, 'parallelism');
  const order = update.oneOf('order', ['start-first', 'stop-first']);
  const minimum = numberOf(update, 'x-aws-min_percent');
  const maximum = numberOf(update, 'x-aws-max_percent');
  const onFailure = update.oneOf('failure_action', ['rollback', 'pause', 'continue']);
  const said = minimum !== undefined && maximum !== undefined;
  if (parallelism !== undefined && !said && (replicas === undefined || replicas < parallelism)) {
    wrong(update, 'parallelism', 'at most deploy.replicas, which has to be given with it');
  }
  const share = parallelism && replicas ? Math.floor((parallelism * 100) / replicas) : undefined;
  return {
    kind: 'rolling',
    onFailure: onFailure && ON_FAILURE[onFailure],
    minimumHealthyPercent: minimum ?? (share === undefined || order === 'start-first' ? undefined : 100 - share),
    maximumPercent: maximum ?? (share === undefined ? undefined : order === 'stop-first' ? 100 : 100 + share),
  };
}
