import { type DefaultKey, defaultKey } from '../shared/defaults';
import type { INetwork } from './i-network';

/** The network that a surrounding construct offers: `provideDefault(stack, DEFAULT_NETWORK, () => new Network(stack, 'Network'))`. */
export const DEFAULT_NETWORK: DefaultKey<INetwork> = defaultKey<INetwork>('network');
