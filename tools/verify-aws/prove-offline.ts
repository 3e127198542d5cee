import { join } from 'node:path';
import { App } from 'cdktf';
import { terraformOffline } from '../../testing';
import type { VerifiedApp } from './apps';

/** What the offline provider made of one app, every stack whole. */
export interface OfflineProof {
  readonly app: string;
  /** How many resources of each type were planned, applied, found unchanged and destroyed. */
  readonly proven: ReadonlyMap<string, number>;
  readonly seconds: number;
  /** What Terraform said where it did not pass. */
  readonly why?: string;
}

/** validate, plan, apply, an empty second plan and destroy of all stacks of an app. */
export async function proveOffline({ name, build }: VerifiedApp, folder: string): Promise<OfflineProof> {
  const started = performance.now();
  const proof = { ...(await attempt()), seconds: (performance.now() - started) / 1000 };
  console.log(
    `${name.padEnd(40)} offline      ${proof.seconds.toFixed(1).padStart(6)} s  ${proof.why === undefined ? 'ok' : `FAILED\n${proof.why}`}`,
  );
  return proof;

  async function attempt(): Promise<Omit<OfflineProof, 'seconds'>> {
    try {
      const app = new App({ outdir: join(folder, `offline-${name.replace(/\W+/g, '-')}`) });
      build(app);
      const { resources } = await terraformOffline(app).roundTrip();
      const proven = new Map<string, number>();
      for (const { type, address } of resources) {
        if (!address.startsWith('data.')) proven.set(type, (proven.get(type) ?? 0) + 1);
      }
      return { app: name, proven };
    } catch (error) {
      return { app: name, proven: new Map(), why: error instanceof Error ? error.message : String(error) };
    }
  }
}
