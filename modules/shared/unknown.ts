import { Token } from 'cdktf';

/**
 * True for what only Terraform will know: a cdktf token, or a string that holds a Terraform expression
 * (`${aws_secretsmanager_secret.db.arn}`). Such a value is never judged: a numeric token looks like a huge negative
 * number and a string token like any other text.
 */
export function isUnknown(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  return typeof value === 'string' && /(?<!\$)\$\{/.test(value);
}
