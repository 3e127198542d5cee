import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import type { IGrantable } from '../identity/grantable';
import { claimName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { checkName } from '../shared/validation';

export interface StateLockTableProps {
  /** 3-255 letters, digits, `-`, `_` and `.`; the `dynamodbTable` of the app's `remoteState`. */
  readonly tableName: string;
  /** The bucket that the states lie in. */
  readonly bucketName: string;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateStateLockTableProps({ tableName }: StateLockTableProps): Issue[] {
  return checkName('tableName', tableName, {
    pattern: /^[A-Za-z0-9_.-]{3,}$/,
    max: 255,
    allowed: 'at least 3 letters, digits, "-", "_" and "."',
    see: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html',
  });
}

/**
 * Locks for Terraform before 1.10; newer ones lock with an object beside the state and need no table. Billed by request.
 * Encrypted with DynamoDB's own key: it holds who works on which state, and a checksum.
 * @see https://developer.hashicorp.com/terraform/language/backend/s3#dynamodb-state-locking
 */
export class StateLockTable extends Construct {
  public readonly table: DynamodbTable;
  private readonly bucketName: string;

  public constructor(scope: Construct, id: string, props: StateLockTableProps) {
    super(scope, id);
    report(this, validateStateLockTableProps(props));
    const { tableName, bucketName } = props;
    this.bucketName = bucketName;
    claimName(this, 'DynamoDB table', tableName, { field: 'tableName' });
    this.table = new DynamodbTable(this, 'Table', {
      name: tableName,
      billingMode: 'PAY_PER_REQUEST',
      hashKey: 'LockID',
      attribute: [{ name: 'LockID', type: 'S' }],
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: true,
      lifecycle: { preventDestroy: true },
    });
  }

  /** Take and give back the locks of one environment; a plan and an apply both do. */
  public grantLock(grantee: IGrantable, { environment }: { readonly environment: string }): void {
    grantee.addToPolicy({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
      resources: [this.table.arn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': `${this.bucketName}/${environment}/*` } },
    });
    grantee.addToPolicy({ actions: ['dynamodb:DescribeTable'], resources: [this.table.arn] });
  }
}
