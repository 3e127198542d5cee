import type { IGrantable } from '../identity/grantable';
import { isUnknown } from '../shared/unknown';
import { AccessedThing, type AccessOptions, type ThingKind, type WithArn } from './accessed-thing';

const KIND: ThingKind = {
  className: 'DynamoDbTableAccess',
  what: 'a DynamoDB table',
  service: 'dynamodb',
  resourceTypes: ['aws_dynamodb_table'],
  pattern: /^arn:[\w-]+:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]{3,255}$/,
  example: 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders',
  see: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/security_iam_service-with-iam.html',
};

const READ = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DescribeTable',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'dynamodb:Scan',
];
const WRITE = ['dynamodb:BatchWriteItem', 'dynamodb:DeleteItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'];

/** Indexes are read with the same three actions; they have ARNs of their own. */
const READ_INDEX = ['dynamodb:Query', 'dynamodb:Scan'];

/** A table of the provider tells its key and its indexes; one that is known by ARN takes them as options. */
export interface TableWithArn extends WithArn {
  readonly serverSideEncryption?: { readonly kmsKeyArnInput?: string };
  readonly globalSecondaryIndexInput?: unknown;
  readonly localSecondaryIndexInput?: unknown;
}

export interface DynamoDbTableAccessOptions extends AccessOptions {
  /** Names of the secondary indexes that are read. @default those of the resource; none for an ARN */
  readonly indexes?: readonly string[];
}

/** Rights on the items of a table, and on its indexes. */
export class DynamoDbTableAccess {
  /** @param table a `DynamodbTable`, a `DataAwsDynamodbTable`, or `{ arn }` */
  public static of(table: TableWithArn | WithArn, options: DynamoDbTableAccessOptions = {}): DynamoDbTableAccess {
    const own: Partial<TableWithArn> = table;
    const { globalSecondaryIndexInput: global, localSecondaryIndexInput: local } = own;
    return new DynamoDbTableAccess(
      new AccessedThing(KIND, table, options, own.serverSideEncryption?.kmsKeyArnInput),
      options.indexes ?? [...indexNames(global), ...indexNames(local)],
    );
  }

  private constructor(
    private readonly table: AccessedThing,
    private readonly indexes: readonly string[],
  ) {}

  /** Reads items one by one, by query and by scan, in the table and its indexes. */
  public grantRead(grantee: IGrantable): void {
    this.table.allow(grantee, READ);
    this.readIndexes(grantee);
    this.table.allowKey(grantee, ['kms:Decrypt', 'kms:DescribeKey']);
  }

  /** Makes, changes and deletes items; does not read them. */
  public grantWrite(grantee: IGrantable): void {
    this.table.allow(grantee, [...WRITE, 'dynamodb:DescribeTable']);
    this.useKey(grantee);
  }

  /** Both. */
  public grantReadWrite(grantee: IGrantable): void {
    this.table.allow(grantee, [...READ, ...WRITE].sort());
    this.readIndexes(grantee);
    this.useKey(grantee);
  }

  private readIndexes(grantee: IGrantable): void {
    const arns = [...new Set(this.indexes)].sort().map((name) => `${this.table.arn}/index/${name}`);
    if (arns.length > 0) this.table.allow(grantee, READ_INDEX, arns);
  }

  /** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
  private useKey(grantee: IGrantable): void {
    this.table.allowKey(grantee, ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey']);
  }
}

/** Names where they are written down; any index where only Terraform knows them. */
function indexNames(indexes: unknown): string[] {
  if (indexes === undefined) return [];
  if (!Array.isArray(indexes) || isUnknown(indexes)) return ['*'];
  return indexes.map((index: unknown) =>
    typeof index === 'object' && index !== null && 'name' in index && typeof index.name === 'string' ? index.name : '*',
  );
}
