import { ServiceDiscoveryHttpNamespace } from '@cdktf/provider-aws/lib/service-discovery-http-namespace';
import { ServiceDiscoveryPrivateDnsNamespace } from '@cdktf/provider-aws/lib/service-discovery-private-dns-namespace';
import { Construct } from 'constructs';
import { accountIdOf } from '../../identity/account-id';
import { regionOf } from '../../identity/region';
import type { INetwork } from '../../network/i-network';
import { awsLocation } from '../../shared/aws-location';
import { claimName, generatedName } from '../../shared/names';
import { type Issue, report } from '../../shared/problems';
import { checkName } from '../../shared/validation';
import type { IServiceNamespace } from './service-namespace-interface';

/** How services of a cluster find each other by name. */
export type ServiceNamespaceProps =
  /** Names for Service Connect and the Cloud Map API; no DNS, no cost. @default name made from the construct path */
  | { readonly kind: 'http'; readonly name?: string; readonly description?: string; readonly region?: string }
  /** Names in a private Route 53 zone of the VPC as well; the zone costs 0.50 USD a month. */
  | {
      readonly kind: 'private-dns';
      /** A domain that nobody else uses inside the VPC, `prod.internal`. */
      readonly name: string;
      /** The VPC that can resolve the names. */
      readonly network: INetwork;
      readonly description?: string;
      /** Region of the namespace where it is not the provider's. */
      readonly region?: string;
    };

/** What is known of a namespace that exists. */
export interface ServiceNamespaceAttributes {
  readonly kind: 'http' | 'private-dns';
  readonly namespaceName: string;
  /** `ns-...` */
  readonly namespaceId: string;
  /** @default made of the id, and the account and region of the stack */
  readonly namespaceArn?: string;
}

const SEE = 'https://docs.aws.amazon.com/cloud-map/latest/api/API_CreateHttpNamespace.html';
const SEE_DNS = 'https://docs.aws.amazon.com/cloud-map/latest/api/API_CreatePrivateDnsNamespace.html';

/** A Cloud Map namespace: the names by which Service Connect and service discovery know services. */
export class ServiceNamespace extends Construct implements IServiceNamespace {
  /** A namespace that another program made. */
  public static fromAttributes(
    scope: Construct,
    id: string,
    attributes: ServiceNamespaceAttributes,
  ): IServiceNamespace {
    return new ExistingServiceNamespace(scope, id, attributes);
  }

  public readonly kind: 'http' | 'private-dns';
  public readonly namespaceName: string;
  public readonly namespaceId: string;
  public readonly namespaceArn: string;
  public readonly namespace: ServiceDiscoveryHttpNamespace | ServiceDiscoveryPrivateDnsNamespace;

  public constructor(scope: Construct, id: string, props: ServiceNamespaceProps) {
    super(scope, id);
    report(this, validateServiceNamespaceProps(props));
    const { kind, description = `Services that ${this.node.path} names`, region } = props;
    this.kind = kind;
    this.namespaceName = props.name ?? generatedName(this, { max: 1024 });
    claimName(this, 'Cloud Map namespace', this.namespaceName, {
      within: props.kind === 'private-dns' ? props.network.node.path : undefined,
    });
    const common = { name: this.namespaceName, description, region };
    this.namespace =
      props.kind === 'http'
        ? new ServiceDiscoveryHttpNamespace(this, 'Namespace', common)
        : new ServiceDiscoveryPrivateDnsNamespace(this, 'Namespace', { ...common, vpc: props.network.vpcId });
    this.namespaceId = this.namespace.id;
    this.namespaceArn = this.namespace.arn;
  }
}

class ExistingServiceNamespace extends Construct implements IServiceNamespace {
  public readonly kind: 'http' | 'private-dns';
  public readonly namespaceName: string;
  public readonly namespaceId: string;
  public readonly namespaceArn: string;

  public constructor(scope: Construct, id: string, attributes: ServiceNamespaceAttributes) {
    super(scope, id);
    this.kind = attributes.kind;
    this.namespaceName = attributes.namespaceName;
    this.namespaceId = attributes.namespaceId;
    const { partition } = awsLocation(this);
    this.namespaceArn =
      attributes.namespaceArn ??
      `arn:${partition}:servicediscovery:${regionOf(this)}:${accountIdOf(this)}:namespace/${attributes.namespaceId}`;
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateServiceNamespaceProps(props: ServiceNamespaceProps): Issue[] {
  if (props.kind === 'http') {
    return checkName('name', props.name, {
      pattern: /^[!-~]{1,1024}$/,
      max: 1024,
      allowed: 'printable ASCII without spaces',
      see: SEE,
    });
  }
  return checkName('name', props.name, {
    pattern: /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/i,
    max: 253,
    allowed: 'a domain name, prod.internal',
    fix: 'write labels of letters, digits and hyphens, joined by dots',
    see: SEE_DNS,
  });
}
