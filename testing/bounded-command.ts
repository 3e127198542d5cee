import { spawn } from 'node:child_process';

/** How a command ended. */
export interface CommandResult {
  /** 124 where the time was up, as `timeout` has it. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface CommandSettings {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** After these the command and all that it started are ended. */
  readonly timeoutSeconds: number;
}

/** Runs a command to its end, whatever its exit code; rejects where it cannot be started. */
export function boundedCommand(
  file: string,
  args: readonly string[],
  { cwd, env, timeoutSeconds }: CommandSettings,
): Promise<CommandResult> {
  const started = performance.now();
  // A group of its own: what it starts, like the providers of Terraform, must go with it.
  const child = spawn(file, args, { cwd, env, detached: true });
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  };
  process.once('exit', kill); // nothing goes on working on a state after we were stopped
  let [stdout, stderr, timedOut] = ['', '', false];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, timeoutSeconds * 1000);
  const over = (): void => {
    process.off('exit', kill);
    clearTimeout(timer);
  };
  return new Promise((resolve, reject) => {
    child.on('error', (error) => {
      over();
      reject(error);
    });
    child.on('close', (code) => {
      over();
      const seconds = (performance.now() - started) / 1000;
      resolve(
        timedOut
          ? { exitCode: 124, stdout, stderr: `${stderr}\nNot done after ${timeoutSeconds} s.`, seconds }
          : { exitCode: code ?? 1, stdout, stderr, seconds },
      );
    });
  });
}
