import { dev } from './dev';
import type { Environment } from './environment';
import { prod } from './prod';
import { staging } from './staging';

export type { Environment, WebService } from './environment';
export { dev, prod, staging };

/** All of them, in the order in which a change travels. */
export const environments: readonly Environment[] = [dev, staging, prod];
