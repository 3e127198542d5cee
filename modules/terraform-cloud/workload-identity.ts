import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Construct } from 'constructs';
import { accountIdOf } from '../identity/account-id';
import { awsLocation } from '../shared/aws-location';
import { claimName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { check, checkLiteral } from '../shared/validation';
import { HCP_TERRAFORM } from './app-workspaces';

/** What HCP Terraform writes into tokens for AWS unless TFC_AWS_WORKLOAD_IDENTITY_AUDIENCE says another. */
const AUDIENCE = 'aws.workload.identity';

export interface WorkloadIdentityProps {
  /** Host of Terraform Enterprise, which AWS must be able to reach. @default 'app.terraform.io' */
  readonly hostname?: string;
  /**
   * `existing` where another stack of the account made the provider: IAM takes one for each host.
   * @default 'create'
   */
  readonly provider?: 'create' | 'existing';
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateWorkloadIdentityProps({ hostname }: WorkloadIdentityProps): Issue[] {
  return [
    ...checkLiteral('hostname', hostname),
    ...check('hostname', hostname, (name) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name), {
      limit: 'a host name without https:// and path',
      fix: 'write for example terraform.acme.dev',
      see: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html',
    }),
  ];
}

/** Makes an AWS account believe the tokens that HCP Terraform gives its runs. One for each account; free. */
export class WorkloadIdentity extends Construct {
  /** Nothing where the provider exists already. */
  public readonly provider?: IamOpenidConnectProvider;
  public readonly providerArn: string;
  /** Begins the condition keys of trust policies. */
  public readonly issuer: string;
  public readonly audience = AUDIENCE;

  public constructor(scope: Construct, id: string, props: WorkloadIdentityProps = {}) {
    super(scope, id);
    report(this, validateWorkloadIdentityProps(props));
    this.issuer = props.hostname ?? HCP_TERRAFORM;
    if (props.provider === 'existing') {
      this.providerArn = `arn:${awsLocation(this).partition}:iam::${accountIdOf(this)}:oidc-provider/${this.issuer}`;
      return;
    }
    const url = `https://${this.issuer}`;
    claimName(this, 'IAM OIDC provider', url, { field: 'hostname', global: true, fix: "write provider: 'existing'" });
    // No thumbprint: AWS checks the host's certificate against its own list of authorities.
    this.provider = new IamOpenidConnectProvider(this, 'Provider', { url, clientIdList: [AUDIENCE] });
    this.providerArn = this.provider.arn;
  }
}
