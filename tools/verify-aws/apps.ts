import type { App } from 'cdktf';
import { examples } from '../../examples';
import { buildApp } from '../../stacks/app';
import { environments } from '../../stacks/environments';

/** An app that is taken through Terraform. */
export interface VerifiedApp {
  readonly name: string;
  readonly build: (app: App) => void;
}

/** Each environment of `main.ts` as an app of its own, and each example. */
export const VERIFIED_APPS: readonly VerifiedApp[] = [
  ...environments.map((environment) => ({
    name: environment.name,
    build: (app: App) => buildApp(app, [environment]),
  })),
  ...Object.entries(examples).map(([name, build]) => ({
    name: `examples/${name}`,
    build,
  })),
];
