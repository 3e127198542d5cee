/**
 * CPU units as ECS counts them (1024 are one vCPU) in Kubernetes' words: 256 -> `250m`, 1024 -> `1`.
 * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#meaning-of-cpu
 */
export function cpuQuantity(units: number): string {
  const millicores = Math.round((units * 1000) / 1024);
  return millicores % 1000 === 0 ? `${millicores / 1000}` : `${millicores}m`;
}

/** MiB in Kubernetes' words: 512 -> `512Mi`. */
export function memoryQuantity(mib: number): string {
  return `${mib}Mi`;
}
