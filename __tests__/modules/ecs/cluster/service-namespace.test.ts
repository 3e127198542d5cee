import { ServiceNamespace, validateServiceNamespaceProps } from '../../../../modules/ecs/cluster/service-namespace';
import { Network } from '../../../../modules/network';
import { synth, theResource } from '../../../support/synth';

describe('a Cloud Map namespace', () => {
  it('is free and without DNS where only Service Connect uses it', () => {
    const json = synth((stack) => void new ServiceNamespace(stack, 'Names', { kind: 'http' }));
    expect(theResource(json, 'aws_service_discovery_http_namespace')).toMatchObject({ name: 'test-names' });
    expect(Object.keys(json.resource ?? {})).toHaveLength(1);
  });

  it('is a private zone of one VPC where names are in DNS', () => {
    const json = synth((stack) => {
      const network = Network.fromAttributes(stack, 'Network', { vpcId: 'vpc-1', tiers: {} });
      new ServiceNamespace(stack, 'Names', { kind: 'private-dns', name: 'prod.internal', network });
    });
    expect(theResource(json, 'aws_service_discovery_private_dns_namespace')).toMatchObject({
      name: 'prod.internal',
      vpc: 'vpc-1',
    });
  });

  it('is found by its id', () => {
    synth((stack) => {
      const found = ServiceNamespace.fromAttributes(stack, 'Names', {
        kind: 'http',
        namespaceName: 'prod',
        namespaceId: 'ns-0123456789abcdef',
      });
      expect(found.namespaceArn).toBe('arn:aws:servicediscovery:eu-west-1:123456789012:namespace/ns-0123456789abcdef');
    });
  });

  it('has a name that Cloud Map takes', () => {
    const fields = (name: string) => validateServiceNamespaceProps({ kind: 'http', name }).map(({ field }) => field);
    expect(fields('prod')).toEqual([]);
    expect(fields('a'.repeat(1024))).toEqual([]);
    expect(fields('a'.repeat(1025))).toEqual(['name']);
    expect(fields('two words')).toEqual(['name']);
  });
});
