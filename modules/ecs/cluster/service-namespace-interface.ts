import type { IConstruct } from 'constructs';

/** A Cloud Map namespace, made here (`ServiceNamespace`) or found (`ServiceNamespace.fromAttributes`). */
export interface IServiceNamespace extends IConstruct {
  /** `http`: names for Service Connect and the Cloud Map API only. `private-dns`: DNS names inside the VPC as well. */
  readonly kind: 'http' | 'private-dns';
  /** What discovery names end with in DNS, `prod.internal`. */
  readonly namespaceName: string;
  readonly namespaceId: string;
  readonly namespaceArn: string;
}
