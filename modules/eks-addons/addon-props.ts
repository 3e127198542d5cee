import type { Unchecked } from '../shared/problems';
import type { HelmValues } from './helm-values';
import type { PodPlacement } from './pod-settings';

/** What every program that is installed by Helm can be told. */
export interface AddonProps extends PodPlacement {
  /** Any other value of the chart, laid over ours; most charts ignore a misspelt key in silence. @default none */
  readonly values?: HelmValues;
  readonly unchecked?: readonly Unchecked[];
}
