import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import { TerraformStack } from 'cdktf';
import { AliasRecord, Certificate, type CertificateProps } from '../../../modules/load-balancing';
import { validateCertificateProps } from '../../../modules/load-balancing/certificate';
import { refusal, resources, synth, synthApp, theResource } from '../../support/synth';
import { balancer } from './parts';

const VALID: CertificateProps = { domainName: 'web.acme.dev', hostedZone: 'acme.dev' };

describe('[row 77] a certificate', () => {
  it('is replaced by issuing the new one first, and stays in the transparency log', () => {
    const json = synth((stack) => new Certificate(stack, 'Certificate', VALID));
    expect(theResource(json, 'aws_acm_certificate')).toMatchObject({
      domain_name: 'web.acme.dev',
      validation_method: 'DNS',
      lifecycle: { create_before_destroy: true },
      options: { certificate_transparency_logging_preference: 'ENABLED' },
    });
  });

  it('proves itself by one record per name in the zone, a wildcard and its base sharing one', () => {
    const json = synth((stack) => {
      new Certificate(stack, 'Certificate', {
        ...VALID,
        domainName: '*.acme.dev',
        subjectAlternativeNames: ['acme.dev', 'web.acme.dev'],
      });
    });
    const records = resources(json, 'aws_route53_record');
    expect(records).toHaveLength(2);
    expect(records[0]?.zone_id).toBe('${data.aws_route53_zone.HostedZone-acmedev.zone_id}');
    expect(json.data?.aws_route53_zone).toMatchObject({
      'HostedZone-acmedev': { name: 'acme.dev', private_zone: false },
    });
    expect(theResource(json, 'aws_acm_certificate_validation').validation_record_fqdns).toHaveLength(2);
  });

  it('is used by a listener only once it is issued', () => {
    const json = synth((stack) => {
      const certificate = new Certificate(stack, 'Certificate', VALID);
      balancer(stack, { entry: { kind: 'https', certificate } });
    });
    const https = resources(json, 'aws_lb_listener').find(({ port }) => port === 443);
    expect(https?.certificate_arn).toMatch(/^\$\{aws_acm_certificate_validation\..*\.certificate_arn\}$/);
  });

  it('takes a zone by name, by id or as an object', () => {
    const byId = synth((stack) => new Certificate(stack, 'Certificate', { ...VALID, hostedZone: { zoneId: 'Z0ABC' } }));
    expect(theResource(byId, 'aws_route53_record').zone_id).toBe('Z0ABC');
    const byObject = synth((stack) => {
      const hostedZone = new Route53Zone(stack, 'Zone', { name: 'acme.dev' });
      new Certificate(stack, 'Certificate', { ...VALID, hostedZone });
    });
    expect(theResource(byObject, 'aws_route53_record').zone_id).toBe('${aws_route53_zone.Zone.zone_id}');
  });

  it('looks a zone up once per stack', () => {
    const json = synth((stack) => {
      new Certificate(stack, 'One', VALID);
      new Certificate(stack, 'Two', { ...VALID, domainName: 'api.acme.dev' });
    });
    expect(Object.keys(json.data?.aws_route53_zone ?? {})).toHaveLength(1);
  });

  it.each<Partial<CertificateProps>>([
    { domainName: `${'a'.repeat(54)}.acme.dev` },
    { domainName: 'acme.dev' },
    { domainName: '*.acme.dev' },
    { subjectAlternativeNames: [`${'a'.repeat(63)}.acme.dev`] },
  ])('accepts %j', (props) => {
    expect(validateCertificateProps({ ...VALID, ...props })).toEqual([]);
  });

  it.each<[string, Partial<CertificateProps>]>([
    ['domainName', { domainName: `${'a'.repeat(56)}.acme.dev` }],
    ['domainName', { domainName: 'https.*.acme.dev' }],
    ['domainName', { domainName: 'web.acme.com' }],
    ['domainName', { domainName: 'web.notacme.dev' }],
    ['subjectAlternativeNames[0]', { subjectAlternativeNames: [`${'a'.repeat(64)}.acme.dev`] }],
    ['subjectAlternativeNames', { subjectAlternativeNames: ['web.acme.dev'] }],
  ])('refuses a bad %s', (field, props) => {
    expect(validateCertificateProps({ ...VALID, ...props }).map((issue) => issue.field)).toEqual([field]);
  });
});

describe('[bad input 21] regions', () => {
  it('refuses a certificate of another region, by its ARN', () => {
    const certificate = { certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b' };
    const message = refusal((stack) => balancer(stack, { entry: { kind: 'https', certificate } }));
    expect(message).toContain('ApplicationListener at test/Balancer/Https');
    expect(message).toContain('protocol.certificate is "us-east-1"');
    expect(message).toContain("allowed: a certificate of eu-west-1, the load balancer's region");
  });

  it('refuses a certificate that is made in a stack of another region', () => {
    expect(() =>
      synthApp((app) => {
        const edge = new TerraformStack(app, 'edge');
        new AwsProvider(edge, 'Aws', { region: 'us-east-1' });
        const certificate = new Certificate(edge, 'Certificate', VALID);
        const web = new TerraformStack(app, 'web');
        new AwsProvider(web, 'Aws', { region: 'eu-west-1' });
        balancer(web, { entry: { kind: 'https', certificate } });
      }),
    ).toThrow(/a certificate of eu-west-1, the load balancer's region; this certificate is in us-east-1/);
  });

  it('leaves an ARN that only Terraform knows alone', () => {
    const certificate = { certificateArn: '${data.aws_acm_certificate.web.arn}' };
    expect(() => synth((stack) => balancer(stack, { entry: { kind: 'https', certificate } }))).not.toThrow();
  });
});

describe('an alias record', () => {
  const records = (ipAddressType: 'ipv4' | 'dualstack') =>
    resources(
      synth((stack) => {
        const loadBalancer = balancer(stack, { ipAddressType });
        new AliasRecord(stack, 'Alias', { ...VALID, loadBalancer });
      }),
      'aws_route53_record',
    );

  it('is A for IPv4, A and AAAA for dualstack', () => {
    expect(records('ipv4').map(({ type }) => type)).toEqual(['A']);
    expect(
      records('dualstack')
        .map(({ type }) => type)
        .sort(),
    ).toEqual(['A', 'AAAA']);
    expect(records('ipv4')[0]?.alias).toMatchObject({ evaluate_target_health: true });
  });

  it('refuses a name that is not in the zone', () => {
    const message = refusal((stack) => {
      const loadBalancer = balancer(stack);
      new AliasRecord(stack, 'Alias', { domainName: 'web.acme.com', hostedZone: 'acme.dev', loadBalancer });
    });
    expect(message).toContain('domainName is "web.acme.com"; allowed: a name in the hosted zone "acme.dev"');
  });
});

it('gives a shared listener a further certificate', () => {
  const certificateArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/1b2c';
  const json = synth((stack) => balancer(stack).listener.addCertificate(stack, 'ShopCertificate', { certificateArn }));
  expect(theResource(json, 'aws_lb_listener_certificate').certificate_arn).toBe(certificateArn);
});
