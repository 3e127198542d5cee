/** What an operator types to look at a service. */
export type ServiceCommands = Readonly<Record<'logs' | 'tasks' | 'events', string>>;

/** The AWS CLI commands for the logs, tasks and events of a service. */
export function serviceCommands({
  clusterName,
  serviceName,
  logGroupName,
}: {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly logGroupName?: string;
}): ServiceCommands {
  const service = `--cluster ${clusterName} --services ${serviceName}`;
  return {
    logs: logGroupName === undefined ? 'logs go elsewhere' : `aws logs tail ${logGroupName} --follow`,
    tasks: `aws ecs list-tasks --cluster ${clusterName} --service-name ${serviceName}`,
    events: `aws ecs describe-services ${service} --query 'services[0].events[:10]'`,
  };
}
