import type { Issue } from '../shared/problems';
import { check, checkName, checkWholeNumber } from '../shared/validation';
import type { TargetGroupProps } from './target-group';

const API = 'https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html';
const ATTRIBUTES =
  'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html';

/** Pure, so that a test can ask about one field without building a stack. */
export function validateTargetProps(props: Omit<TargetGroupProps, 'vpcId'>): Issue[] {
  const { name, port, protocol = 'HTTP', protocolVersion, deregistrationDelaySeconds, algorithm } = props;
  const isHttp = protocol === 'HTTP' || protocol === 'HTTPS';
  const slowStart = algorithm?.kind === 'round-robin' ? algorithm.slowStartSeconds : undefined;
  const httpOnly = { limit: 'HTTP or HTTPS targets', fix: 'leave it out behind a network balancer', see: ATTRIBUTES };
  const networkOnly = {
    limit: 'TCP, UDP, TCP_UDP or TLS targets',
    fix: 'leave it out: HTTP targets get X-Forwarded-For',
    see: ATTRIBUTES,
  };
  return [
    ...checkName('name', name, {
      pattern: /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?$/,
      max: 32,
      allowed: 'letters, digits and hyphens, not beginning or ending with a hyphen',
      see: API,
    }),
    ...checkWholeNumber('port', port, [1, 65_535], { fix: 'write the port that the container listens on', see: API }),
    ...checkWholeNumber('deregistrationDelaySeconds', deregistrationDelaySeconds, [0, 3600], {
      unit: 'seconds',
      fix: 'write 60',
      see: ATTRIBUTES,
    }),
    ...check('algorithm.slowStartSeconds', slowStart, (n) => n === 0 || (Number.isInteger(n) && n >= 30 && n <= 900), {
      limit: '0 (off) or a whole number from 30 to 900 seconds',
      fix: 'write 30, or leave it out',
      see: ATTRIBUTES,
    }),
    ...check('algorithm', algorithm, () => isHttp, httpOnly),
    ...check('protocolVersion', protocolVersion, () => isHttp, httpOnly),
    ...check('preserveClientIp', props.preserveClientIp, () => !isHttp, networkOnly),
    ...check(
      'preserveClientIp',
      props.preserveClientIp,
      (keep) => keep || (protocol !== 'UDP' && protocol !== 'TCP_UDP'),
      {
        limit: 'true for UDP and TCP_UDP, which always hand on the client address',
        fix: 'leave it out',
        see: ATTRIBUTES,
      },
    ),
    ...check('proxyProtocolV2', props.proxyProtocolV2, () => !isHttp, networkOnly),
  ];
}
