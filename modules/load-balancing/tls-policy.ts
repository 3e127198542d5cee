import type { Issue } from '../shared/problems';
import { check } from '../shared/validation';

/**
 * TLS policies that refuse everything below TLS 1.2. AWS's own default (`ELBSecurityPolicy-2016-08`) accepts TLS 1.0,
 * so it is not here.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
export const TLS_POLICIES = [
  'ELBSecurityPolicy-TLS13-1-2-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06',
  'ELBSecurityPolicy-TLS13-1-3-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04',
  'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04',
  'ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04',
  'ELBSecurityPolicy-TLS13-1-2-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09',
  'ELBSecurityPolicy-FS-1-2-Res-2020-10',
] as const;

export type TlsPolicy = (typeof TLS_POLICIES)[number];

/** TLS 1.3 and 1.2 with forward secrecy only: what AWS recommends, and every client of the last ten years can. */
export const DEFAULT_TLS_POLICY: TlsPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06';

/** For HTTPS and TLS listeners alike. */
export function validateTlsPolicy(tlsPolicy: TlsPolicy | undefined): Issue[] {
  return check('protocol.tlsPolicy', tlsPolicy, (name) => TLS_POLICIES.includes(name), {
    limit: `a policy without TLS 1.0 and 1.1: ${TLS_POLICIES.join(', ')}`,
    fix: `leave it out for ${DEFAULT_TLS_POLICY}`,
    see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html',
    rule: 'load-balancing.tls-policy',
  });
}
