import { Wafv2WebAcl } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import { refusal, resources, synth, theResource } from '../../support/synth';
import { balancer } from './parts';

describe('access logs', () => {
  const json = () => synth((stack) => balancer(stack, { accessLogs: { kind: 'create' } }));

  it('are off unless asked for', () => {
    expect(
      resources(
        synth((stack) => balancer(stack)),
        'aws_s3_bucket',
      ),
    ).toEqual([]);
  });

  it('go to a private bucket with SSE-S3, because a balancer cannot write to one with a KMS key', () => {
    expect(theResource(json(), 'aws_s3_bucket_server_side_encryption_configuration').rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ]);
    expect(theResource(json(), 'aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(theResource(json(), 'aws_s3_bucket_ownership_controls').rule).toEqual({
      object_ownership: 'BucketOwnerEnforced',
    });
    expect(theResource(json(), 'aws_s3_bucket_versioning').versioning_configuration).toEqual({ status: 'Enabled' });
  });

  it('may be written by Elastic Load Balancing of this account and region only, and read over TLS only', () => {
    const policy = JSON.parse(String(theResource(json(), 'aws_s3_bucket_policy').policy));
    expect(policy.Statement).toMatchObject([
      { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
        Action: 's3:PutObject',
        Condition: {
          ArnLike: { 'aws:SourceArn': 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/*' },
        },
      },
    ]);
    expect(policy.Statement[1].Resource).toMatch(/\.arn\}\/AWSLogs\/123456789012\/\*$/);
  });

  it('are turned on after the bucket policy, because AWS tries to write first', () => {
    expect(theResource(json(), 'aws_lb').depends_on).toEqual([expect.stringMatching(/^aws_s3_bucket_policy\./)]);
  });

  it('are deleted after 90 days, and keep destroy from deleting them', () => {
    expect(theResource(json(), 'aws_s3_bucket_lifecycle_configuration').rule).toMatchObject([
      {
        expiration: [{ days: 90 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      },
    ]);
    expect(theResource(json(), 'aws_s3_bucket').force_destroy).toBe(false);
  });

  it('go to a bucket that exists, too', () => {
    const existing = synth((stack) =>
      balancer(stack, { accessLogs: { kind: 'existing', bucketName: 'acme-logs', prefix: 'web' } }),
    );
    expect(theResource(existing, 'aws_lb').access_logs).toEqual({ bucket: 'acme-logs', prefix: 'web', enabled: true });
  });
});

describe('[row 78] web ACL', () => {
  const ARN = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/web/0a1b2c3d-0000-4000-8000-000000000000';

  it('of your own is put before the balancer by its ARN', () => {
    const json = synth((stack) => balancer(stack, { webAcl: { kind: 'existing', webAclArn: ARN } }));
    expect(theResource(json, 'aws_wafv2_web_acl_association')).toMatchObject({ web_acl_arn: ARN });
    expect(json.resource).not.toHaveProperty('aws_wafv2_web_acl');
  });

  it('may be one of the same stack', () => {
    const json = synth((stack) => {
      const visibilityConfig = { cloudwatchMetricsEnabled: true, metricName: 'web', sampledRequestsEnabled: true };
      const acl = new Wafv2WebAcl(stack, 'Acl', { scope: 'REGIONAL', defaultAction: { allow: {} }, visibilityConfig });
      balancer(stack, { webAcl: { kind: 'existing', webAclArn: acl.arn } });
    });
    expect(theResource(json, 'aws_wafv2_web_acl_association').web_acl_arn).toBe('${aws_wafv2_web_acl.Acl.arn}');
  });

  it('of managed rules blocks known attacks, and counts what is named', () => {
    const json = synth((stack) =>
      balancer(stack, { webAcl: { kind: 'managed-rules', count: ['SizeRestrictions_BODY'] } }),
    );
    const { rule } = theResource(json, 'aws_wafv2_web_acl') as { rule: { name: string; statement: object }[] };
    expect(rule.map(({ name }) => name)).toEqual([
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesKnownBadInputsRuleSet',
      'AWSManagedRulesCommonRuleSet',
    ]);
    expect(rule[2]?.statement).toMatchObject({
      managed_rule_group_statement: { rule_action_override: [{ name: 'SizeRestrictions_BODY' }] },
    });
  });

  it('of CloudFront cannot guard a load balancer', () => {
    const webAclArn = ARN.replace('regional', 'global');
    expect(refusal((stack) => balancer(stack, { webAcl: { kind: 'existing', webAclArn } }))).toContain(
      'webAcl.webAclArn is',
    );
  });
});
