import type { App } from 'cdktf';
import { examples } from '../../examples';
import { buildApp } from '../../stacks/app';
import { environments } from '../../stacks/environments';

/** An app that is taken through Terraform. */
export interface VerifiedApp {
  readonly name: string;
  readonly build: (app: App) => void;
  /** Whether it goes through the emulator too where no app is named: minutes, not seconds. */
  readonly emulated: boolean;
}

/**
 * Each environment of `main.ts` as an app of its own, and each example. The environments are the same stacks with other
 * values, so one goes through the emulator unless others are named: the last one, production, which has everything.
 */
export const VERIFIED_APPS: readonly VerifiedApp[] = [
  ...environments.map((environment, index) => ({
    name: environment.name,
    build: (app: App) => buildApp(app, [environment]),
    emulated: index === environments.length - 1,
  })),
  ...Object.entries(examples).map(([name, build]) => ({
    name: `examples/${name}`,
    build,
    emulated: true,
  })),
];
