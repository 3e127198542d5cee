export { accountIdOf } from './account-id';
export { EncryptionKey, type EncryptionKeyProps } from './encryption-key';
export type { IGrantable } from './grantable';
export { type PolicyConditions, type PolicyPrincipal, type PolicyStatement, policyDocument } from './policy-statement';
export { regionOf } from './region';
export { Role, type RoleProps } from './role';
