import {
  ApplicationLoadBalancer,
  type ApplicationLoadBalancerProps,
  type LoadBalancerScheme,
} from '../../../modules/load-balancing';
import { validateApplicationLoadBalancerProps } from '../../../modules/load-balancing/application-load-balancer';
import { validateLoadBalancerName } from '../../../modules/load-balancing/load-balancer-placement';
import {
  DEFAULT_TLS_POLICY,
  TLS_POLICIES,
  type TlsPolicy,
  validateTlsPolicy,
} from '../../../modules/load-balancing/tls-policy';
import { Network } from '../../../modules/network';
import { validateCidrBlocks } from '../../../modules/network/network-plan';
import type { ModuleDefinition, ModuleShape } from '../definition';
import { matches, oneOf, wholeNumber } from '../input-rules';
import type { InputVariable } from '../input-variable';
import type { ModuleStack } from '../module-stack';
import { nameVariable, subnetIds, vpcId } from './common';

/** AWS's limit of a load balancer's name. */
const MAX_NAME = 32;

function check(props: Omit<ApplicationLoadBalancerProps, 'network' | 'entry'>) {
  return validateApplicationLoadBalancerProps({ ...props, entry: { kind: 'http' } });
}

const name = nameVariable(MAX_NAME, 'Name of the load balancer, not beginning with "internal-".');

const variables: Readonly<Record<string, InputVariable>> = {
  name: {
    ...name,
    rules: [
      ...(name.rules ?? []),
      {
        condition: (value) => `!startswith(${value}, "internal-")`,
        check: validateLoadBalancerName,
        accepts: ['shop'],
        rejects: ['internal-shop'],
      },
    ],
  },
  vpc_id: vpcId,
  certificate_arn: {
    type: 'string',
    description: 'ACM certificate of the HTTPS listener, in the region of the load balancer.',
    rules: [
      matches(/^arn:aws[a-z-]*:(acm|iam):/, {
        check: (arn: string) => (/^arn:aws[a-z-]*:(acm|iam):/.test(arn) ? [] : [CERTIFICATE]),
        accepts: [
          'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b',
          'arn:aws-us-gov:iam::123456789012:server-certificate/x',
        ],
        rejects: ['web.acme.dev'],
      }),
    ],
  },
  tls_policy: {
    type: 'string',
    default: DEFAULT_TLS_POLICY,
    description: 'TLS versions and ciphers of the HTTPS listener: TLS 1.3 and 1.2 with forward secrecy by default.',
    rules: [
      oneOf(TLS_POLICIES, (policy: TlsPolicy) => validateTlsPolicy(policy).map(({ rule: _, ...issue }) => issue), [
        'ELBSecurityPolicy-2016-08',
      ]),
    ],
  },
  idle_timeout_seconds: {
    type: 'number',
    default: 60,
    description: 'Seconds without a byte until a connection is closed, 1 to 4000; raise it for long polling.',
    rules: [wholeNumber([1, 4000], (idleTimeoutSeconds) => check({ idleTimeoutSeconds }))],
  },
  client_keep_alive_seconds: {
    type: 'number',
    default: 3600,
    description: 'Seconds that a client may keep its connection, 60 to 604800.',
    rules: [wholeNumber([60, 604_800], (clientKeepAliveSeconds) => check({ clientKeepAliveSeconds }))],
  },
  desync_mitigation: {
    type: 'string',
    default: 'defensive',
    description: 'Requests that could smuggle a second one: `strictest` refuses all that RFC 7230 forbids.',
    rules: [
      oneOf(['defensive', 'strictest'], (desyncMitigation: 'defensive' | 'strictest') => check({ desyncMitigation }), [
        'monitor',
      ]),
    ],
  },
  http2: { type: 'bool', default: true, description: 'HTTP/2 with clients.' },
  deletion_protection: {
    type: 'bool',
    default: true,
    description: 'Refuses destroy until it is turned off and applied: the DNS name is gone for good with the balancer.',
  },
};

const CERTIFICATE = {
  field: 'certificate_arn',
  value: '',
  limit: 'the ARN of a certificate of ACM or IAM',
  fix: 'pass the arn of aws_acm_certificate_validation',
  see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
};

function loadBalancer(scheme: LoadBalancerScheme, summary: string): ModuleShape {
  const inside = scheme === 'internal';
  return {
    summary,
    variables: {
      ...variables,
      subnet_ids: subnetIds(
        inside
          ? 'Private subnets, one in each of two or more zones.'
          : 'Public subnets, one in each of two or more zones.',
      ),
      ...(inside ? { client_cidr_block: clientCidrBlock } : {}),
    },
    outputs: {
      arn: 'ARN of the load balancer.',
      dns_name: 'DNS name of the load balancer; give clients a name of yours with an alias record.',
      zone_id: 'Hosted zone that an alias record points into.',
      security_group_id: 'Security group of the load balancer; targets let it in.',
      listener_arn: 'ARN of the HTTPS listener that services join with rules.',
    },
    example: {
      name: 'shop-dev',
      vpc_id: 'vpc-0123456789abcdef0',
      subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      certificate_arn: 'arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
      ...(inside ? { client_cidr_block: '10.20.0.0/16' } : {}),
    },
    build: (stack) => buildLoadBalancer(stack, scheme),
  };
}

const clientCidrBlock: InputVariable = {
  type: 'string',
  description: 'Addresses that may connect, usually the block of the VPC.',
  samples: ['10.0.0.0/16', '172.20.4.0/22'],
  rules: [
    {
      condition: (value) =>
        `can(cidrnetmask(${value})) && try(cidrhost(${value}, 0) == split("/", ${value})[0], false)`,
      check: (value: string) => validateCidrBlocks(value, []),
      accepts: ['10.0.0.0/16'],
      rejects: ['10.0.0.1/16', '10.0.0.0', 'fd00::/16'],
      words: { limit: 'an IPv4 CIDR block that begins at its first address' },
    },
  ],
};

function buildLoadBalancer(stack: ModuleStack, scheme: LoadBalancerScheme): Record<string, unknown> {
  const tier = scheme === 'internal' ? 'private' : 'public';
  const network = Network.fromAttributes(stack, 'Network', {
    vpcId: stack.text('vpc_id'),
    cidrBlocks: scheme === 'internal' ? [stack.sample('client_cidr_block')] : [],
    tiers: { [tier]: { subnetIds: stack.subnetIds(tier) } },
  });
  const made = new ApplicationLoadBalancer(stack, 'LoadBalancer', {
    network,
    name: stack.sample('name'),
    scheme,
    entry: { kind: 'https', certificate: { certificateArn: stack.text('certificate_arn') } },
    idleTimeoutSeconds: stack.number('idle_timeout_seconds'),
    clientKeepAliveSeconds: stack.number('client_keep_alive_seconds'),
  });
  const { loadBalancer, securityGroup, listener } = made;
  loadBalancer.subnets = stack.list('subnet_ids');
  loadBalancer.enableHttp2 = stack.flag('http2');
  loadBalancer.enableDeletionProtection = stack.flag('deletion_protection');
  loadBalancer.desyncMitigationMode = stack.text('desync_mitigation');
  listener.listener.sslPolicy = stack.text('tls_policy');
  // The construct's own name ends with a hash of the description, which holds the name and is not known here.
  securityGroup.securityGroup.name = `${stack.sample('name')}-load-balancer`;
  return {
    arn: made.loadBalancerArn,
    dns_name: made.dnsName,
    zone_id: made.canonicalHostedZoneId,
    security_group_id: securityGroup.securityGroupId,
    listener_arn: listener.listenerArn,
  };
}

export const applicationLoadBalancerModule: ModuleDefinition = {
  name: 'application-load-balancer',
  root: loadBalancer(
    'internet-facing',
    'An internet-facing Application Load Balancer: HTTPS on 443, a redirect on 80, its own security group.',
  ),
  variants: {
    internal: loadBalancer(
      'internal',
      'An internal Application Load Balancer: HTTPS on 443, a redirect on 80, open to one block of addresses.',
    ),
  },
  fixed: [
    'Listeners decide which resources exist: HTTPS on 443 and the redirect on 80. Without rules of services the listener answers 404.',
    'Internet-facing or internal is the choice of root module or `internal`, because AWS replaces the balancer when it changes and other clients may connect.',
    'Access logs, a web ACL and mutual TLS bring resources of their own; use the TypeScript construct `ApplicationLoadBalancer`, or add them in HCL with the output `arn`.',
  ],
};
