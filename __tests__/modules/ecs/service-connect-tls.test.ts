import type { TerraformStack } from 'cdktf';
import { EcsCluster, EcsService, type ServiceConnectDiscovery } from '../../../modules/ecs';
import { Network } from '../../../modules/network';
import { statementsOf } from '../../support/ecs';
import { refusal, resources, synth, theResource } from '../../support/synth';

const CA = 'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b2c3d-0000-1111-2222-333344445555';
const build = (discovery: Omit<ServiceConnectDiscovery, 'kind'>) => (stack: TerraformStack) => {
  const network = new Network(stack, 'Network', {});
  const cluster = new EcsCluster(stack, 'Cluster', { network, namespace: { kind: 'http' } });
  const settings = { cluster, image: 'a:1', port: 8080 };
  new EcsService(stack, 'orders', { ...settings, discovery: { kind: 'service-connect', ...discovery } });
};

describe('Service Connect with TLS', () => {
  const tls = { certificateAuthorityArn: CA };
  const json = synth(build({ tls, idleTimeoutSeconds: 60, requestTimeoutSeconds: 5 }));

  it('[row 64] encrypts between the proxies with certificates of a private CA', () => {
    expect(theResource(json, 'aws_ecs_service').service_connect_configuration).toMatchObject({
      service: [
        {
          tls: {
            issuer_cert_authority: { aws_pca_authority_arn: CA },
            role_arn: expect.stringContaining('aws_iam_role'),
          },
          timeout: { idle_timeout_seconds: 60, per_request_timeout_seconds: 5 },
        },
      ],
    });
  });

  it('[row 64] lets ECS use this CA only, and secrets that ECS itself makes', () => {
    const policies = resources(json, 'aws_iam_role_policy').map(({ policy }) => String(policy));
    const [policy] = policies.filter((text) => text.includes('acm-pca'));
    expect(statementsOf(policy).map(({ Resource }) => Resource)).toEqual([
      CA,
      'arn:aws:secretsmanager:eu-west-1:123456789012:secret:ecs-sc!*',
    ]);
  });

  it('[row 64] is refused with something else than a CA', () => {
    const message = refusal(
      build({ tls: { certificateAuthorityArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/a' } }),
    );
    expect(message).toContain('the ARN of a certificate authority of AWS Private CA');
  });
});
