import { addressAtLine } from './source-position';

/** A problem that Terraform, a provider or this harness found. */
export interface Diagnostic {
  /** The stack whose configuration it is about. */
  readonly stack: string;
  readonly severity: 'error' | 'warning';
  /** One line: what is wrong. */
  readonly summary: string;
  /** Why, and often what to write instead; may be empty. */
  readonly detail: string;
  /** `aws_vpc.main`, where the problem belongs to one block. */
  readonly address?: string;
}

/** `dev-network: aws_vpc.main: Missing required argument: The argument "x" is required ...` */
export function formatDiagnostic({ stack, address, summary, detail }: Diagnostic): string {
  return [stack, address, summary, detail].filter((part) => part !== undefined && part !== '').join(': ');
}

/** A diagnostic as `terraform ... -json` prints it. */
export interface TerraformDiagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number } };
}

/** `file` is the text of the stack's `cdk.tf.json`, where a problem of its form has a line instead of an address. */
export function readDiagnostic(stack: string, found: TerraformDiagnostic, file: string): Diagnostic {
  const { range } = found;
  const place = range?.filename === 'cdk.tf.json' ? addressAtLine(file, range.start.line) : undefined;
  return {
    stack,
    severity: found.severity === 'warning' ? 'warning' : 'error',
    summary: found.summary,
    detail: found.detail ?? '',
    address: found.address ?? place,
  };
}

/** What a command came to; the problems of all stacks together. */
export class Outcome {
  public constructor(public readonly diagnostics: readonly Diagnostic[]) {}

  public get errors(): readonly Diagnostic[] {
    return this.diagnostics.filter(({ severity }) => severity === 'error');
  }

  public get succeeded(): boolean {
    return this.errors.length === 0;
  }

  /** Every problem on a line of its own, with its stack and address. */
  public describe(): string {
    return this.diagnostics.map(formatDiagnostic).join('\n');
  }
}
