import type { Issue } from '../shared/problems';
import { checkLiteral } from '../shared/validation';
import type { ApplicationListenerProps, MutualTls } from './application-listener';
import type { ICertificate } from './certificate';
import type { HostedZone } from './hosted-zone';
import type { TlsPolicy } from './tls-policy';

/** How the balancer is reached. There is no default: traffic in plain text has to be asked for. */
export type ApplicationEntry =
  /** HTTPS on 443; on 80 every request is answered with 301 to HTTPS unless `redirectHttp` is false. */
  | {
      readonly kind: 'https';
      readonly certificate: ICertificate;
      readonly tlsPolicy?: TlsPolicy;
      readonly mutualTls?: MutualTls;
      /** @default true; turn off where port 80 must not be open at all */
      readonly redirectHttp?: boolean;
    }
  /** The same under a name: its certificate and its DNS records are made with the balancer. */
  | {
      readonly kind: 'domain';
      /** `shop.acme.dev`; up to 64 characters, in the zone. */
      readonly domainName: string;
      readonly hostedZone: HostedZone;
      readonly tlsPolicy?: TlsPolicy;
      readonly mutualTls?: MutualTls;
      /** @default true; turn off where port 80 must not be open at all */
      readonly redirectHttp?: boolean;
    }
  /** Plain HTTP on 80: anybody on the way can read and change it. */
  | { readonly kind: 'http' }
  /** A listener with a port or a default action of your own. */
  | ({ readonly kind: 'custom' } & Omit<ApplicationListenerProps, 'loadBalancer'>);

/** What a listener is made of: a name has got its certificate by then. */
export type CertifiedEntry = Exclude<ApplicationEntry, { readonly kind: 'domain' }>;

/** The listener that an entry stands for. */
interface EntryListener {
  /** Its construct id, which is part of its address. */
  readonly id: string;
  readonly port: number;
  readonly props: Omit<ApplicationListenerProps, 'loadBalancer'>;
}

/** A missing entry is reported; the listener that stands in for it lets services report theirs too. */
export function entryListener(entry: CertifiedEntry = { kind: 'http' }): EntryListener {
  switch (entry.kind) {
    case 'http':
      return { id: 'Http', port: 80, props: { protocol: { kind: 'http' } } };
    case 'https': {
      const { certificate, tlsPolicy, mutualTls } = entry;
      return { id: 'Https', port: 443, props: { protocol: { kind: 'https', certificate, tlsPolicy, mutualTls } } };
    }
    case 'custom': {
      const { protocol, defaultAction, clients } = entry;
      const { port = protocol.kind === 'https' ? 443 : 80 } = entry;
      return { id: 'Listener', port, props: { port, protocol, defaultAction, clients } };
    }
  }
}

/** Where the listener of an entry is reached, known before its certificate is made. */
export function entryPort(entry: ApplicationEntry | undefined): number {
  return entry?.kind === 'domain' ? 443 : entryListener(entry).port;
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateEntry(entry: ApplicationEntry | undefined): Issue[] {
  if (entry !== undefined) return checkLiteral('entry.kind', entry.kind);
  return [
    {
      field: 'entry',
      value: undefined,
      limit: 'HTTPS with a certificate, or plain HTTP by name: nothing reaches a load balancer without a listener',
      fix: 'write entry: { kind: "https", certificate }, or { kind: "http" } if everybody on the way may read along',
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/create-https-listener.html',
    },
  ];
}
