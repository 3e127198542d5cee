import type { Issue } from '../shared/problems';
import { check, checkLiteral, duplicates } from '../shared/validation';
import { validateAccountId } from './account-id';
import { type RepositoryEncryption, validateKeyArn } from './repository-encryption';

/** Where copies of the images go: a region of the account, one with a key of its own, or another account. */
export type ReplicaDestination =
  | string
  | { readonly region: string; readonly keyArn: string }
  | { readonly region: string; readonly accountId: string };

interface Destination {
  readonly region: string;
  readonly keyArn?: string;
  readonly accountId?: string;
}

/** The same in one shape. */
export function destinationOf(to: ReplicaDestination): Destination {
  return typeof to === 'string' ? { region: to } : to;
}

const SEE = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html';

/** Pure: regions other than the repository's own, each once, with a key where the repository has one. */
export function validateReplicaDestinations(
  field: string,
  replicateTo: readonly ReplicaDestination[],
  home: { readonly region?: string; readonly encryption?: RepositoryEncryption },
): Issue[] {
  const own = replicateTo.map(destinationOf).filter(({ accountId }) => accountId === undefined);
  const regions = own.map(({ region }) => region);
  const elsewhere = { limit: "regions other than the repository's own, each once", fix: 'remove it', see: SEE };
  return [
    ...duplicates(regions).map((value) => ({ field, value, ...elsewhere })),
    ...regions.flatMap((region) => check(field, region, (to) => to !== home.region, elsewhere)),
    ...replicateTo.flatMap((to, index) => validateDestination(`${field}[${index}]`, to, home.encryption)),
  ];
}

function validateDestination(
  field: string,
  to: ReplicaDestination,
  encryption: RepositoryEncryption | undefined,
): Issue[] {
  const { region, keyArn, accountId } = destinationOf(to);
  const keyMissing = encryption?.kind === 'kms' && encryption.keyArn !== undefined && typeof to === 'string';
  return [
    ...checkLiteral(`${field}.region`, region),
    ...validateKeyArn(`${field}.keyArn`, keyArn, region),
    ...(accountId === undefined ? [] : validateAccountId(`${field}.accountId`, accountId)),
    ...(keyMissing
      ? [
          {
            field,
            value: to,
            limit: 'a region with its own key: a key of KMS encrypts in one region',
            fix: `write { region: "${region}", keyArn: ... }`,
            see: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html',
          },
        ]
      : []),
  ];
}
