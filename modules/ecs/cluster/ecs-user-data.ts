import { Fn, TerraformLocal, Token } from 'cdktf';
import type { Construct } from 'constructs';
import { literalText } from '../../shared/literal-text';
import { isUnknown } from '../../shared/unknown';
import { agentVariables, bottlerocketSettings, type EcsAgentConfig } from './ecs-agent-config';

export interface EcsUserDataProps {
  readonly operatingSystem: 'al2023' | 'bottlerocket' | 'windows';
  readonly clusterName: string;
  readonly agent: EcsAgentConfig;
  /** Spot instances put themselves to DRAINING when AWS announces to take them back. */
  readonly spotDraining: boolean;
  /** Read at boot; `{ "https://index.docker.io/v1/": { "username": ..., "password": ... } }`. */
  readonly registrySecretArn?: string;
  /** Lines of the user's, after ours: shell, PowerShell or TOML. */
  readonly extra?: string;
}

/** User data as a launch template takes it: encoded here where every part is known, by Terraform where not. */
export function encodedUserData(scope: Construct, props: EcsUserDataProps): string {
  const { clusterName, registrySecretArn, agent, extra } = props;
  const values = [clusterName, registrySecretArn, ...agentVariables(agent).map(([, value]) => value)];
  // A script may hold ${shell_variable}, which is none of Terraform's.
  if (!values.some(isUnknown) && !Token.isUnresolved(extra)) {
    return Buffer.from(userData(props)).toString('base64');
  }
  const text = userData({ ...props, extra: extra === undefined ? undefined : literalText(extra) });
  // As a local it stays readable in the plan.
  return Fn.base64encode(new TerraformLocal(scope, 'UserData', text).asString);
}

/** The plain text. */
export function userData(props: EcsUserDataProps): string {
  switch (props.operatingSystem) {
    case 'al2023':
      return lines(shell(props));
    case 'bottlerocket':
      return lines(toml(props));
    case 'windows':
      return lines(powershell(props));
  }
}

const SPOT_DRAINING = ['ECS_ENABLE_SPOT_INSTANCE_DRAINING', 'true'] as const;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_container_instance.html */
function shell({ clusterName, agent, spotDraining, registrySecretArn, extra }: EcsUserDataProps): string[] {
  const variables = sorted([...agentVariables(agent), ...(spotDraining ? [SPOT_DRAINING] : [])]);
  return [
    '#!/bin/bash',
    'set -euo pipefail',
    "cat >> /etc/ecs/ecs.config <<'ECS_CONFIG'",
    `ECS_CLUSTER=${clusterName}`,
    ...variables.map(([name, value]) => `${name}=${value}`),
    'ECS_CONFIG',
    ...(registrySecretArn === undefined ? [] : shellRegistryAuth(registrySecretArn)),
    ...(extra === undefined ? [] : [extra]),
  ];
}

/** The credential goes from Secrets Manager into a file that root alone reads; the agent takes it on one line. */
function shellRegistryAuth(secretArn: string): string[] {
  return [
    'chmod 600 /etc/ecs/ecs.config',
    'command -v aws > /dev/null || dnf install -y -q awscli-2',
    `secret='${secretArn}'`,
    'auth=$(aws secretsmanager get-secret-value --region "$(cut -d: -f4 <<< "$secret")" --secret-id "$secret" --query SecretString --output text)',
    'echo ECS_ENGINE_AUTH_TYPE=docker >> /etc/ecs/ecs.config',
    'echo "ECS_ENGINE_AUTH_DATA=$(tr -d \'\\r\\n\' <<< "$auth")" >> /etc/ecs/ecs.config',
  ];
}

/** @see https://bottlerocket.dev/en/os/latest/#/api/settings/ecs/ */
function toml({ clusterName, agent, spotDraining, extra }: EcsUserDataProps): string[] {
  const { ecs, attributes } = bottlerocketSettings(agent);
  const draining = spotDraining ? ['enable-spot-instance-draining = true'] : [];
  return [
    '[settings.ecs]',
    `cluster = "${clusterName}"`,
    ...[...ecs, ...draining].sort(),
    ...(attributes.length === 0 ? [] : ['[settings.ecs.instance-attributes]', ...attributes]),
    ...(extra === undefined ? [] : [extra]),
  ];
}

/**
 * Without these a Windows task has neither its task role nor a network interface of its own, and the log driver would
 * use the instance role, which may not write logs.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/windows_awslogs_logging.html
 */
const WINDOWS_DEFAULTS = {
  loggingDrivers: ['json-file', 'awslogs'],
  executionRoleLogs: ['ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE', 'true'],
} as const;

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/bootstrap_windows_container_instance.html */
function powershell({ clusterName, agent, spotDraining, registrySecretArn, extra }: EcsUserDataProps): string[] {
  const { loggingDrivers = WINDOWS_DEFAULTS.loggingDrivers, taskIamRole = true, blockInstanceMetadata } = agent;
  const others: EcsAgentConfig = {
    ...agent,
    loggingDrivers: undefined,
    taskIamRole: undefined,
    blockInstanceMetadata: undefined,
  };
  const variables = sorted([
    ...agentVariables(others),
    WINDOWS_DEFAULTS.executionRoleLogs,
    ...(spotDraining ? [SPOT_DRAINING] : []),
  ]);
  const initialize = [
    'Initialize-ECSAgent',
    `-Cluster '${clusterName}'`,
    ...(taskIamRole ? ['-EnableTaskIAMRole'] : []),
    '-EnableTaskENI',
    ...(blockInstanceMetadata === true ? ['-AwsvpcBlockIMDS'] : []),
    `-LoggingDrivers '${JSON.stringify(loggingDrivers)}'`,
  ];
  return [
    '<powershell>',
    ...variables.map(([name, value]) => setVariable(name, `'${value.replaceAll("'", "''")}'`)),
    ...(registrySecretArn === undefined ? [] : powershellRegistryAuth(registrySecretArn)),
    'Import-Module ECSTools',
    initialize.join(' '),
    ...(extra === undefined ? [] : [extra]),
    '</powershell>',
  ];
}

function powershellRegistryAuth(secretArn: string): string[] {
  return [
    `$secret = '${secretArn}'`,
    "$auth = (Get-SECSecretValue -Region $secret.Split(':')[3] -SecretId $secret).SecretString",
    setVariable('ECS_ENGINE_AUTH_TYPE', "'docker'"),
    setVariable('ECS_ENGINE_AUTH_DATA', '$auth'),
  ];
}

function setVariable(name: string, value: string): string {
  return `[Environment]::SetEnvironmentVariable('${name}', ${value}, 'Machine')`;
}

function sorted<T extends readonly [string, string]>(pairs: readonly T[]): T[] {
  return [...pairs].sort(([a], [b]) => (a < b ? -1 : 1));
}

function lines(text: readonly string[]): string {
  return `${text.join('\n')}\n`;
}
