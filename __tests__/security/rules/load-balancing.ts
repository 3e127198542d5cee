import { at, list, type SecurityRule } from '../security-rule';

/** Policies that offer TLS 1.2 and later only. */
const MODERN_TLS = /^ELBSecurityPolicy-(TLS13-1-[23]|FS-1-2-Res)-/;

export const loadBalancingRules: readonly SecurityRule[] = [
  {
    id: 'listener-encrypted',
    what: 'A listener of an application load balancer speaks HTTPS, or redirects to it with a 301',
    why: 'plain HTTP is a choice to be made by name',
    controls: ['FSBP ELB.1', 'FSBP ELB.18', 'CKV_AWS_2', 'CKV2_AWS_20'],
    change: '`entry: { kind: "http" }`',
    types: ['aws_lb_listener'],
    holds: ({ body }) =>
      body.protocol !== 'HTTP' ||
      list(body.default_action).every(
        (action) =>
          at(action, 'redirect', 'protocol') === 'HTTPS' && at(action, 'redirect', 'status_code') === 'HTTP_301',
      ),
    violation: { aws_lb_listener: { A: { protocol: 'HTTP', default_action: [{ type: 'forward' }] } } },
  },
  {
    id: 'listener-modern-tls',
    what: 'TLS 1.3 and 1.2 only',
    why: 'the default of AWS still takes TLS 1.0',
    controls: ['FSBP ELB.17', 'CKV_AWS_103', 'CKV2_AWS_74'],
    change: '`tlsPolicy` of the listener, among the modern ones',
    types: ['aws_lb_listener'],
    holds: ({ body }) => !/HTTPS|TLS/.test(String(body.protocol)) || MODERN_TLS.test(String(body.ssl_policy)),
    violation: { aws_lb_listener: { A: { protocol: 'HTTPS', ssl_policy: 'ELBSecurityPolicy-2016-08' } } },
  },
  {
    id: 'balancer-drops-invalid-headers',
    what: 'Headers that HTTP does not allow are dropped',
    why: 'they smuggle requests past the checks in front',
    controls: ['FSBP ELB.4', 'CKV_AWS_131'],
    change: 'always',
    types: ['aws_lb'],
    holds: ({ body }) => body.load_balancer_type === 'network' || body.drop_invalid_header_fields === true,
    violation: { aws_lb: { A: { load_balancer_type: 'application' } } },
  },
  {
    id: 'balancer-desync',
    what: 'Ambiguous requests are handled defensively',
    why: 'written out, so that it cannot be turned to monitor unseen',
    controls: ['FSBP ELB.12', 'CKV_AWS_328'],
    change: '`ApplicationLoadBalancer.desyncMitigation`',
    types: ['aws_lb'],
    holds: ({ body }) =>
      body.load_balancer_type === 'network' || ['defensive', 'strictest'].includes(String(body.desync_mitigation_mode)),
    violation: { aws_lb: { A: { desync_mitigation_mode: 'monitor' } } },
  },
  {
    id: 'balancer-deletion-protection',
    what: 'A load balancer refuses to be destroyed',
    why: 'its DNS name is gone for good with it',
    controls: ['FSBP ELB.6', 'CKV_AWS_150'],
    change: '`deletionProtection: false` for environments that come and go',
    types: ['aws_lb'],
    holds: ({ body }) => body.enable_deletion_protection === true,
    violation: { aws_lb: { A: {} } },
  },
  {
    id: 'balancer-two-zones',
    what: 'A load balancer stands in two zones at least',
    why: 'one zone down is an ordinary event',
    controls: ['FSBP ELB.13'],
    change: '`subnets` of the load balancer',
    types: ['aws_lb'],
    holds: ({ body }) => list(body.subnets).length + list(body.subnet_mapping).length >= 2,
    violation: { aws_lb: { A: { subnets: ['subnet-1'] } } },
  },
  {
    id: 'target-group-health-path',
    what: 'The health check of an HTTP target names its path',
    why: 'a check that says nothing is not looked at either',
    controls: ['CKV_AWS_261'],
    change: '`healthCheck.path`',
    types: ['aws_lb_target_group'],
    holds: ({ body }) =>
      !/^HTTP/.test(String(at(body, 'health_check', 'protocol') ?? body.protocol)) ||
      at(body, 'health_check', 'path') !== undefined,
    violation: { aws_lb_target_group: { A: { protocol: 'HTTP', health_check: { enabled: true } } } },
  },
  {
    id: 'certificate-replaced-in-order',
    what: 'A new certificate is there before the old one goes',
    why: 'a listener cannot lose its certificate',
    controls: ['CKV_AWS_233', 'CKV_AWS_234'],
    change: 'always',
    types: ['aws_acm_certificate'],
    holds: ({ body }) =>
      at(body, 'lifecycle', 'create_before_destroy') === true &&
      at(body, 'options', 'certificate_transparency_logging_preference') !== 'DISABLED',
    violation: { aws_acm_certificate: { A: {} } },
  },
  {
    id: 'balancer-access-logs',
    what: 'Every request is logged to a bucket',
    why: 'S3 bills for a file every five minutes and node; what the service logs is often enough',
    controls: ['FSBP ELB.5', 'CKV_AWS_91'],
    change: '`accessLogs: { kind: "create" }`',
    optIn: true,
    types: ['aws_lb'],
    holds: ({ body }) => at(body, 'access_logs', 'enabled') === true,
    violation: { aws_lb: { A: {} } },
  },
  {
    id: 'balancer-web-acl',
    what: 'A web application firewall stands before a public application load balancer',
    why: 'from 5 USD a month, and its rules must fit the program',
    controls: ['SH ELB.16', 'CKV2_AWS_28'],
    change: '`webAcl: { kind: "managed-rules" }`, or one of your own by ARN',
    optIn: true,
    types: ['aws_lb'],
    holds: (balancer, state) =>
      balancer.body.internal === true ||
      balancer.body.load_balancer_type === 'network' ||
      state.of('aws_wafv2_web_acl_association', balancer).length > 0,
    violation: { aws_lb: { A: { internal: false, load_balancer_type: 'application' } } },
  },
  {
    id: 'target-group-encrypted',
    what: 'The load balancer speaks HTTPS to its targets too',
    why: 'the container then needs a certificate; in the VPC the traffic is already isolated',
    controls: ['SH ELB.21', 'SH ELB.22', 'CKV_AWS_378'],
    change: '`protocol: "HTTPS"` of the target',
    optIn: true,
    types: ['aws_lb_target_group'],
    holds: ({ body }) => body.protocol !== 'HTTP',
    violation: { aws_lb_target_group: { A: { protocol: 'HTTP' } } },
  },
];
