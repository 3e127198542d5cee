import { DataAwsLbHostedZoneId } from '@cdktf/provider-aws/lib/data-aws-lb-hosted-zone-id';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { IngressV1, type IngressV1Config } from '@cdktf/provider-kubernetes/lib/ingress-v1';
import { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { ClusterProviders } from '../eks-addons/cluster-providers';
import { Certificate } from '../load-balancing/certificate';
import { type HostedZone, zoneIdOf } from '../load-balancing/hosted-zone';
import { claimName, kebabCase } from '../shared/names';
import { checkAtSynth, type Issue, report } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkLiteral, checkWholeNumber } from '../shared/validation';
import { type AlbOptions, albAnnotations, validateAlbOptions } from './alb-annotations';

/** How a path is compared with the request's. */
export type PathType = 'Prefix' | 'Exact' | 'ImplementationSpecific';

/** A path and where its requests go. */
export interface IngressPath {
  /** Begins with `/`. */
  readonly path: string;
  /** @default 'Prefix': `/api` takes `/api` and `/api/users`, not `/apis` */
  readonly pathType?: PathType;
  /** Service of the same namespace, a `KubernetesWorkload` for example. */
  readonly service: { readonly serviceName: string; readonly servicePort: number };
}

/** Paths of one host. */
export interface IngressRule {
  /** `shop.acme.dev` or `*.acme.dev`. @default every host */
  readonly host?: string;
  /** One or more; the longest path wins, whatever the order. */
  readonly paths: readonly IngressPath[];
}

/** Name and certificate of an exposed application. */
export interface IngressNames {
  /** The name that clients use, `web.acme.dev`. @default the load balancer's own name, over `protocol: 'http'` */
  readonly domainName?: string;
  /**
   * Zone that gets the record, and the proof for a certificate made here. Without it ExternalDNS or someone else makes
   * the record, and the controller looks for a certificate in ACM.
   */
  readonly hostedZone?: HostedZone;
}

/** How a workload is exposed: `expose: { domainName: 'web.acme.dev', hostedZone: 'acme.dev' }`. */
export interface AlbIngressOptions extends AlbOptions, IngressNames {
  /** Paths of the host that the workload answers. @default ['/'] */
  readonly paths?: readonly (string | { readonly path: string; readonly pathType: PathType })[];
}

export interface AlbIngressProps extends AlbOptions {
  /** Namespace of the services. */
  readonly namespace: string;
  /** @default made from the construct id */
  readonly name?: string;
  /** One or more. */
  readonly rules: readonly IngressRule[];
  /** Zone that gets a record for each host, and the proof for a certificate of all of them. @default none */
  readonly hostedZone?: HostedZone;
  /** Further labels. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

const SEE = 'https://kubernetes.io/docs/concepts/services-networking/ingress/';

/**
 * An Ingress that the AWS Load Balancer Controller turns into an ALB with its target groups and rules; none of those is
 * in our state. It needs the controller in the cluster, and goes before it on destroy.
 */
export class AlbIngress extends Construct {
  public readonly ingress: IngressV1;
  /** With `hostedZone`. */
  public readonly certificate?: Certificate;
  /** With `hostedZone`, by host. */
  public readonly records: Readonly<Record<string, Route53Record>>;
  /** Name of the load balancer, known once the controller has made it. */
  public readonly dnsName: string;

  public constructor(scope: Construct, id: string, props: AlbIngressProps) {
    super(scope, id);
    const { cluster, parts } = ClusterProviders.of(this);
    report(this, validateAlbIngressProps(props));
    // While it runs it removes the records that it made.
    parts.need('external-dns', TerraformStack.of(this));
    checkAtSynth(this, () => [
      ...(parts.has('load-balancer-controller') ? [] : [withoutController(cluster.clusterName)]),
    ]);
    const { name = kebabCase(id), rules, hostedZone, group } = props;
    const hosts = [...new Set(rules.flatMap(({ host }) => (host === undefined || isUnknown(host) ? [] : [host])))];
    if (group !== undefined) {
      claimName(this, 'place in an Ingress group', `${group.name}/${group.order ?? 0}`, {
        field: 'group.order',
        within: cluster.clusterName,
      });
    }

    const [first, ...others] = hosts;
    if (hostedZone !== undefined && first !== undefined && props.protocol !== 'http' && !props.certificateArns) {
      const subjectAlternativeNames = others.length === 0 ? undefined : others;
      this.certificate = new Certificate(this, 'Certificate', {
        domainName: first,
        subjectAlternativeNames,
        hostedZone,
      });
    }
    const certificateArns = this.certificate === undefined ? props.certificateArns : [this.certificate.certificateArn];
    this.ingress = new IngressV1(this, 'Ingress', ingressConfig({ ...props, name, certificateArns }));
    this.dnsName = this.ingress.status.get(0).loadBalancer.get(0).ingress.get(0).hostname;
    this.records = hostedZone === undefined ? {} : this.addRecords(hosts, hostedZone);
  }

  private addRecords(hosts: readonly string[], hostedZone: HostedZone): Record<string, Route53Record> {
    const balancers = new DataAwsLbHostedZoneId(this, 'LoadBalancerZone', { loadBalancerType: 'application' });
    const record = (host: string): Route53Record =>
      new Route53Record(this, `Record-${host}`, {
        zoneId: zoneIdOf(this, hostedZone),
        name: host,
        type: 'A',
        alias: { name: this.dnsName, zoneId: balancers.id, evaluateTargetHealth: true },
      });
    return Object.fromEntries(hosts.map((host) => [host, record(host)]));
  }
}

/** The Ingress as the Terraform provider writes it. */
export function ingressConfig(props: AlbIngressProps & { readonly name: string }): IngressV1Config {
  const { name, namespace, labels, rules, hostedZone } = props;
  // Our records and those of ExternalDNS would be two for one name.
  const ownRecords = { 'external-dns.alpha.kubernetes.io/ingress-hostname-source': 'annotation-only' };
  return {
    waitForLoadBalancer: true,
    metadata: {
      name,
      namespace,
      labels: labels && { ...labels },
      annotations: { ...albAnnotations(props), ...(hostedZone === undefined ? {} : ownRecords) },
    },
    spec: {
      ingressClassName: 'alb',
      rule: rules.map(({ host, paths }) => ({
        host,
        http: {
          path: paths.map(({ path, pathType = 'Prefix', service }) => ({
            path,
            pathType,
            backend: { service: { name: service.serviceName, port: { number: service.servicePort } } },
          })),
        },
      })),
    },
  };
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateAlbIngressProps(props: AlbIngressProps): Issue[] {
  const { rules, protocol, certificateArns, hostedZone } = props;
  const hosts = rules.map(({ host }) => host);
  return [
    ...validateAlbOptions(props),
    ...check('rules', rules, (all) => all.length > 0 && all.every(({ paths }) => paths.length > 0), {
      limit: 'at least one rule, each with a path',
      fix: "write rules: [{ paths: [{ path: '/', service }] }]",
      see: SEE,
    }),
    ...rules.flatMap(({ host, paths }, index) => [
      // A record has the host in its address.
      ...(hostedZone === undefined ? [] : checkLiteral(`rules[${index}].host`, host)),
      ...check(
        `rules[${index}].host`,
        host,
        (name) => /^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/.test(name),
        {
          limit: 'a lower-case domain name; "*" only as the first label',
          fix: 'write "web.acme.dev", without "https://" and without a port',
          see: SEE,
        },
      ),
      ...paths.flatMap(({ service }, at) =>
        checkWholeNumber(`rules[${index}].paths[${at}].service.servicePort`, service.servicePort, [1, 65_535], {
          fix: 'give the workload its port: without one it has no Service',
          see: SEE,
        }),
      ),
      ...paths.flatMap(({ path, pathType = 'Prefix' }, at) =>
        check(
          `rules[${index}].paths[${at}].path`,
          path,
          (text) => text.startsWith('/') && (pathType === 'ImplementationSpecific' || !/[*?]/.test(text)),
          {
            limit: 'a path that begins with "/"; wildcards only with pathType "ImplementationSpecific"',
            fix: 'write "/api", which with pathType Prefix takes all below it',
            see: SEE,
          },
        ),
      ),
    ]),
    ...(protocol === 'http' ||
    certificateArns !== undefined ||
    isUnknown(hosts) ||
    hosts.every((host) => host !== undefined)
      ? []
      : [
          {
            field: 'domainName',
            value: undefined,
            limit: 'a host for https: the certificate is found, or made, by it',
            fix: "write domainName: 'web.acme.dev', give certificateArns, or serve protocol: 'http'",
            see: 'https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/cert_discovery/',
          },
        ]),
    ...(hostedZone !== undefined && hosts.every((host) => host === undefined)
      ? [
          {
            field: 'hostedZone',
            value: hostedZone,
            limit: 'given together with a host',
            fix: 'write the host that gets the record',
            see: SEE,
          },
        ]
      : []),
  ];
}

function withoutController(clusterName: string): Issue {
  return {
    field: 'cluster',
    value: clusterName,
    limit: 'a cluster with the AWS Load Balancer Controller, which makes the load balancer',
    fix: "add new LoadBalancerController(...) to a stack of the cluster, or say existing: ['load-balancer-controller'] in ClusterProviders",
    see: 'https://docs.aws.amazon.com/eks/latest/userguide/alb-ingress.html',
  };
}
