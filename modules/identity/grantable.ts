import type { PolicyStatement } from './policy-statement';

/**
 * Whoever can be given rights: a role, an ECS task, a Kubernetes service account. The thing that is accessed has the
 * method (`repository.grantPull(task)`), because it knows its own actions and ARNs.
 */
export interface IGrantable {
  /** Adds rights to the identity that the running program has. */
  addToPolicy(statement: PolicyStatement): void;
}
