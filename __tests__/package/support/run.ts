import { spawn } from 'node:child_process';

export interface Finished {
  readonly status: number | null;
  /** What it wrote, to whichever of the two. */
  readonly output: string;
}

/** Runs a line of a shell. Asynchronous, because the registry that it may ask lives in this process. */
export function run(line: string, cwd: string, env: Readonly<Record<string, string>> = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    // Jest's own variables would make the programs under test believe that they are tests.
    const { NODE_ENV: _, JEST_WORKER_ID: __, ...inherited } = process.env;
    const child = spawn('bash', ['-c', line], {
      cwd,
      env: { ...inherited, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        output += part;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
