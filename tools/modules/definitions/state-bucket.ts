import { StateBucket } from '../../../modules/state';
import { validateStateBucketProps } from '../../../modules/state/state-bucket';
import type { ModuleDefinition } from '../definition';
import { matches, wholeNumber } from '../input-rules';

const bucketName = 'acme-tfstate';

export const stateBucketModule: ModuleDefinition = {
  name: 'state-bucket',
  root: {
    summary:
      'The S3 bucket that Terraform states lie in, with its KMS key: versioned, encrypted, private, refused without TLS, kept by `prevent_destroy`.',
    variables: {
      bucket_name: {
        type: 'string',
        description:
          '3 to 63 lower-case letters, digits, hyphens and dots; unique in the whole world. A change is refused by `prevent_destroy`.',
        samples: ['qz-first-states', `qz${'x'.repeat(61)}`],
        rules: [
          matches(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
            check: (name: string) => validateStateBucketProps({ bucketName: name }),
            accepts: ['abc', 'acme-tfstate', 'a'.repeat(63)],
            rejects: ['Acme', 'ab', 'a'.repeat(64), '-abc', 'abc-'],
          }),
          {
            condition: (value) =>
              [
                `!can(regex("^[0-9.]+$", ${value}))`,
                `!strcontains(${value}, "..")`,
                `!can(regex("^(xn--|sthree-|amzn-s3-demo-)", ${value}))`,
                `!can(regex("(-s3alias|--ol-s3|--x-s3|--table-s3|[.]mrap)$", ${value}))`,
              ].join(' && '),
            check: (name: string) => validateStateBucketProps({ bucketName: name }),
            accepts: ['acme.tfstate'],
            rejects: ['192.168.5.4', 'acme..state', 'xn--acme', 'acme-s3alias'],
          },
        ],
      },
      old_version_days: {
        type: 'number',
        default: 365,
        description:
          'Days that an overwritten state can still be brought back, 1 to 3650; a year, because a broken state is often noticed late.',
        rules: [wholeNumber([1, 3650], (oldVersionDays) => validateStateBucketProps({ bucketName, oldVersionDays }))],
      },
    },
    outputs: {
      bucket_name: 'Name of the bucket, for the `bucket` of an S3 backend.',
      bucket_arn: 'ARN of the bucket, for policies.',
      kms_key_arn: 'ARN of the key, for the `kms_key_id` of an S3 backend and for policies.',
    },
    example: { bucket_name: 'acme-tfstate' },
    build: (stack) => {
      const states = new StateBucket(stack, 'Default', {
        bucketName: stack.sample('bucket_name'),
        oldVersionDays: stack.number('old_version_days'),
      });
      return {
        bucket_name: states.bucket.bucket,
        bucket_arn: states.bucket.arn,
        kms_key_arn: states.encryptionKey.keyArn,
      };
    },
  },
  fixed: [
    'Bucket and key cannot be destroyed by Terraform: `lifecycle.prevent_destroy` takes no variable. Take them out of the state first (`terraform state rm`), then delete them by hand.',
    'Rights of the roles that run Terraform are written where those roles are made, with `bucket_arn` and `kms_key_arn`.',
  ],
};
