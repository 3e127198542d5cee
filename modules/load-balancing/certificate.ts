import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct, type IConstruct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { type Issue, report } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check, checkLiteral, duplicates } from '../shared/validation';
import { type HostedZone, zoneIdOf } from './hosted-zone';

/** A certificate that a listener can use: a `Certificate`, or `{ certificateArn }` of one that exists. */
export interface ICertificate {
  readonly certificateArn: string;
  /** Region that it is in, where the ARN is not known before apply. */
  readonly region?: string;
}

export interface CertificateProps {
  /** The main name, `web.acme.dev` or `*.acme.dev`; up to 64 characters (the X.509 common name). */
  readonly domainName: string;
  /** Further names, up to 253 characters each; nine with the quota of ten names. @default none */
  readonly subjectAlternativeNames?: readonly string[];
  /** Where the validation records go; every name has to be in this zone. */
  readonly hostedZone: HostedZone;
  /** @default 'RSA_2048', which every client accepts */
  readonly keyAlgorithm?: 'RSA_2048' | 'EC_prime256v1' | 'EC_secp384r1';
}

const SEE = 'https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html';

/** An ACM certificate, free of charge, that proves itself by DNS and renews for as long as the records exist. */
export class Certificate extends Construct implements ICertificate {
  public readonly certificate: AcmCertificate;
  /** One per name; `*.acme.dev` and `acme.dev` share one. */
  public readonly validationRecords: readonly Route53Record[];
  public readonly validation: AcmCertificateValidation;
  /** Known to Terraform only once the certificate is issued, so a listener that uses it waits. */
  public readonly certificateArn: string;
  public readonly region?: string;
  public readonly domainNames: readonly string[];

  public constructor(scope: Construct, id: string, props: CertificateProps) {
    super(scope, id);
    report(this, validateCertificateProps(props));
    const { domainName, subjectAlternativeNames = [], hostedZone, keyAlgorithm = 'RSA_2048' } = props;
    this.domainNames = [domainName, ...subjectAlternativeNames];
    this.certificate = new AcmCertificate(this, 'Certificate', {
      domainName,
      ...(subjectAlternativeNames.length === 0 ? {} : { subjectAlternativeNames: [...subjectAlternativeNames] }),
      validationMethod: 'DNS',
      keyAlgorithm,
      options: { certificateTransparencyLoggingPreference: 'ENABLED' },
      // A listener cannot be without a certificate: the new one is issued and put in place before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
    const zoneId = zoneIdOf(this, hostedZone);
    const baseNames = [...new Set(this.domainNames.map((name) => name.replace(/^\*\./, '')))];
    this.validationRecords = baseNames.map((name) => this.addValidationRecord(name, zoneId));
    this.validation = new AcmCertificateValidation(this, 'Validation', {
      certificateArn: this.certificate.arn,
      validationRecordFqdns: this.validationRecords.map((record) => record.fqdn),
    });
    this.certificateArn = this.validation.certificateArn;
    this.region = awsLocation(this).region;
  }

  private addValidationRecord(name: string, zoneId: string): Route53Record {
    // Options are a set, so the one of this name is picked by a filter: no for_each over what only apply knows.
    const option = (attribute: string): string => {
      const options = `${this.certificate.fqn}.domain_validation_options`;
      const names = JSON.stringify([name, `*.${name}`]);
      return `\${[for option in ${options} : option.${attribute} if contains(${names}, option.domain_name)][0]}`;
    };
    return new Route53Record(this, `Validation-${name}`, {
      zoneId,
      name: option('resource_record_name'),
      type: option('resource_record_type'),
      records: [option('resource_record_value')],
      ttl: 300,
      // ACM asks for the same record in every region and again after a replacement.
      allowOverwrite: true,
    });
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateCertificateProps(props: CertificateProps): Issue[] {
  const { domainName, subjectAlternativeNames = [], hostedZone } = props;
  const names = [domainName, ...subjectAlternativeNames];
  const fields = names.map((_, index) => (index === 0 ? 'domainName' : `subjectAlternativeNames[${index - 1}]`));
  return [
    ...checkLiteral('domainName', domainName),
    ...checkLiteral('subjectAlternativeNames', subjectAlternativeNames),
    ...names.flatMap((name, index) => validateDomainName(fields[index] ?? '', name, hostedZone)),
    ...check('domainName', domainName, (name) => name.length <= 64, {
      limit: `at most 64 characters, the length of an X.509 common name (this one has ${domainName.length})`,
      fix: 'put a shorter name here and the long one into subjectAlternativeNames',
      see: SEE,
    }),
    ...duplicates(names.map((name) => name.toLowerCase())).map((name) => ({
      field: 'subjectAlternativeNames',
      value: name,
      limit: 'each name once; this one is there twice',
      fix: 'remove the duplicate',
      see: SEE,
    })),
  ];
}

function validateDomainName(field: string, domainName: string, zone: HostedZone): Issue[] {
  const label = '(?!-)[A-Za-z0-9-]{1,63}(?<!-)';
  const pattern = new RegExp(`^(\\*\\.)?(${label}\\.)+${label}$`);
  return [
    ...check(field, domainName, (name) => name.length <= 253 && pattern.test(name), {
      limit:
        'a domain name of labels with letters, digits and hyphens, up to 253 characters; "*" only as the first label',
      fix: 'write "web.acme.dev" or "*.acme.dev", without "https://" and without a trailing dot',
      see: SEE,
    }),
    ...check(field, domainName, (name) => typeof zone !== 'string' || isUnknown(zone) || isInZone(name, zone), {
      limit: `a name in the hosted zone "${typeof zone === 'string' ? zone : zone.zoneId}", where the validation record goes`,
      fix: `write "<name>.${typeof zone === 'string' ? zone : 'acme.dev'}", or give the zone that the name is in`,
      see: 'https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html',
    }),
  ];
}

/** True for the zone's own name, a wildcard of it and all that is below. */
export function isInZone(name: string, zone: string): boolean {
  const [inner, outer] = [name, zone].map((text) => text.toLowerCase().replace(/\.$/, ''));
  return inner === outer || (inner ?? '').endsWith(`.${outer}`);
}

/** A listener can use certificates of its own region only. `scope` is where the listener is made. */
export function validateCertificateRegion(scope: IConstruct, field: string, certificate: ICertificate): Issue[] {
  const { region } = awsLocation(scope);
  const { certificateArn } = certificate;
  const there = isUnknown(certificateArn) ? certificate.region : certificateArn.split(':')[3];
  if (region === undefined) return [];
  return check(field, there, (from) => from === region, {
    limit: `a certificate of ${region}, the load balancer's region; this certificate is in ${there}`,
    fix: `use a certificate of ${region}: certificates are regional`,
    see: 'https://docs.aws.amazon.com/acm/latest/userguide/acm-regions.html',
  });
}

/** For HTTPS and TLS listeners alike. */
export function validateListenerCertificate(scope: IConstruct, certificate: ICertificate | undefined): Issue[] {
  if (certificate !== undefined) return validateCertificateRegion(scope, 'protocol.certificate', certificate);
  return [
    {
      field: 'protocol.certificate',
      value: undefined,
      limit: 'a certificate: an HTTPS or TLS listener cannot be without one',
      fix: 'write certificate: new Certificate(this, "Certificate", { domainName, hostedZone }), or { certificateArn }',
      see: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
    },
  ];
}
