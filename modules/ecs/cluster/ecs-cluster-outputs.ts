import type { TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import type { INetwork } from '../../network/i-network';
import type { ExecRecording, IEcsCluster } from './ecs-cluster-interface';
import { ExistingEcsCluster } from './existing-ecs-cluster';
import { ServiceNamespace } from './service-namespace';

/** The names that a cluster is published under; a change of one breaks every reader in another repository. */
function outputNames(prefix: string) {
  return {
    name: `${prefix}_name`,
    arn: `${prefix}_arn`,
    /** By kind, so that a reader of plain Terraform sees what it is: `{ kind, name, id, arn }`. */
    namespace: `${prefix}_namespace`,
    /** `{ logGroupName, logGroupArn, kmsKeyArn, ... }` */
    exec: `${prefix}_exec`,
  } as const;
}

/**
 * What other states may know of a cluster, by output name, for `publishOutputs(stack, clusterOutputs(cluster))`. Read by
 * `EcsCluster.fromRemoteState`, and by plain Terraform as `outputs.cluster_arn`.
 * @param prefix begins the names where a stack has several clusters
 */
export function clusterOutputs(cluster: IEcsCluster, prefix = 'cluster'): Readonly<Record<string, unknown>> {
  const names = outputNames(prefix);
  const { namespace, execRecording } = cluster;
  return {
    [names.name]: cluster.clusterName,
    [names.arn]: cluster.clusterArn,
    ...(namespace === undefined
      ? {}
      : {
          [names.namespace]: {
            kind: namespace.kind,
            name: namespace.namespaceName,
            id: namespace.namespaceId,
            arn: namespace.namespaceArn,
          },
        }),
    ...(execRecording === undefined ? {} : { [names.exec]: execRecording }),
  };
}

export interface ClusterOutputs {
  /** The outputs of the stack that published the cluster: `readOutputs(this, 'ClusterState', remoteState, target)`. */
  readonly outputs: TerraformRemoteState;
  /** As it was published. @default 'cluster' */
  readonly prefix?: string;
  /** Where the tasks go. @default the services say it */
  readonly network?: INetwork;
  /** Kind of the namespace that was published with it. @default none was */
  readonly namespace?: 'http' | 'private-dns';
  /** Which parts of the record of `execute-command` sessions were published. @default none */
  readonly execRecording?: 'log-group' | 'bucket';
}

/** The reader of `clusterOutputs`. */
export function clusterFromOutputs(scope: Construct, id: string, props: ClusterOutputs): IEcsCluster {
  const { outputs, prefix = 'cluster', network, namespace } = props;
  const names = outputNames(prefix);
  const part = (output: string, key: string): string => `\${${outputs.fqn}.outputs.${output}["${key}"]}`;
  return new ExistingEcsCluster(scope, id, {
    clusterName: outputs.getString(names.name),
    clusterArn: outputs.getString(names.arn),
    network,
    namespace:
      namespace === undefined
        ? undefined
        : ServiceNamespace.fromAttributes(scope, `${id}Namespace`, {
            kind: namespace,
            namespaceName: part(names.namespace, 'name'),
            namespaceId: part(names.namespace, 'id'),
            namespaceArn: part(names.namespace, 'arn'),
          }),
    execRecording: execRecordingFrom(props.execRecording, (key) => part(names.exec, key)),
  });
}

function execRecordingFrom(
  kind: 'log-group' | 'bucket' | undefined,
  part: (key: string) => string,
): ExecRecording | undefined {
  if (kind === undefined) return undefined;
  const kmsKeyArn = part('kmsKeyArn');
  return kind === 'log-group'
    ? { logGroupName: part('logGroupName'), logGroupArn: part('logGroupArn'), kmsKeyArn }
    : { bucketName: part('bucketName'), bucketKeyPrefix: part('bucketKeyPrefix'), kmsKeyArn };
}
