import type { IConstruct } from 'constructs';
import { DEFAULT_NETWORK } from '../network/default-network';
import type { INetwork } from '../network/i-network';
import { findDefault } from '../shared/defaults';
import { refuse } from '../shared/problems';

/** The network that a balancer is in: the one that is named, or that of the surrounding construct. */
export function networkAround(scope: IConstruct, named: INetwork | undefined): INetwork {
  return (
    named ??
    findDefault(scope, DEFAULT_NETWORK) ??
    refuse(scope, {
      field: 'network',
      value: undefined,
      limit: 'a network: none is named here, and no construct around it offers one',
      fix: 'write network: new Network(...), or put it into an EnvironmentStack, which offers one',
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html',
    })
  );
}
