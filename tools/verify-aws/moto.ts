import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { findOnPath } from '../../testing/find-on-path';

/** A running AWS emulator with an account of its own. */
export interface Moto {
  /** `http://127.0.0.1:40123`. */
  readonly url: string;
  stop(): Promise<void>;
}

export const MOTO_MISSING =
  '"moto_server" is not on the PATH. Install the emulator with: pip install "moto[server]==5.2.1"';

export function findMoto(): string | undefined {
  return findOnPath('moto_server');
}

/** Starts `moto_server` on a free loopback port; everything it holds is gone when it stops. */
export async function startMoto(accountId: string): Promise<Moto> {
  const program = findMoto();
  if (program === undefined) throw new Error(MOTO_MISSING);
  const port = await freePort();
  // The policies that AWS itself keeps are not there unless asked for.
  const environment = { ...process.env, MOTO_ACCOUNT_ID: accountId, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' };
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    detached: true,
    env: environment,
  });
  // Its own group, so that Ctrl+C reaches Terraform first; then it goes with this process, however that ends.
  const kill = () => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  };
  process.once('exit', kill);
  await answering(child, port);
  const front = await startFront(port);
  const address = front.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      front.closeAllConnections();
      await new Promise((closed) => front.close(closed));
      process.off('exit', kill);
      kill();
    },
  };
}

/** A bucket for states, which are there before the first stack. Its API takes a request without signature. */
export async function makeBucket({ url }: Moto, bucket: string, region: string): Promise<void> {
  const place = `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`;
  const { ok, status } = await fetch(`${url}/${bucket}`, {
    method: 'PUT',
    body: region === 'us-east-1' ? undefined : place,
  });
  if (!ok) throw new Error(`The emulator did not make the bucket ${bucket}: HTTP ${status}.`);
}

/**
 * Lets one request through at a time. moto's back ends have no locks: without this the tenth parallel call overwrites
 * the first, and the conditional write that is Terraform's state lock can be won twice.
 */
async function startFront(port: number): Promise<Server> {
  let last: Promise<void> = Promise.resolve();
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      last = last.then(
        () =>
          new Promise((done) => {
            const { method, url: path, headers } = incoming;
            const forwarded = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
              outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
              answer.pipe(outgoing);
              answer.on('close', done);
            });
            forwarded.on('error', (error) => {
              outgoing.writeHead(502).end(error.message);
              done();
            });
            forwarded.end(Buffer.concat(chunks));
          }),
      );
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  child.on('exit', (code) => {
    failure ??= new Error(`moto_server ended with exit code ${code} before it answered.`);
  });
  for (let attempt = 0; attempt < 150; attempt += 1) {
    if (failure !== undefined) throw failure;
    const up = await fetch(`http://127.0.0.1:${port}/moto-api/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  throw new Error('moto_server did not answer within 30 s.');
}

/** A port that nothing listens on, as far as can be known. */
export async function freePort(): Promise<number> {
  const server = createSocketServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}
