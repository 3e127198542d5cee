import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { type TerraformResource, TerraformStack } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { awsLocation } from '../shared/aws-location';
import { addDependency } from '../shared/dependencies';
import { claimName } from '../shared/names';
import { checkAtSynth, type Issue } from '../shared/problems';
import { check } from '../shared/validation';

/** A registry that gets copies. */
export interface ReplicationDestination {
  readonly region: string;
  /** Account id of the registry. */
  readonly registryId: string;
  /** The replica where it is made here: ECR must find it, or makes one of its own. */
  readonly after?: TerraformResource;
}

interface Rule {
  readonly destinations: readonly ReplicationDestination[];
  readonly repositories: string[];
}

const LIMITS = 'https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ReplicationConfiguration.html';

/**
 * Which repositories of a registry are copied to which others: one list for a whole account and region, made at the first
 * `replicateTo`. A repository is chosen by the beginning of its name, so `web` takes `web-admin` along.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export class RegistryReplication extends Construct {
  /** The one of the stack around `scope`, for the registry in `region`. */
  public static of(scope: IConstruct, region?: string): RegistryReplication {
    const stack = TerraformStack.of(scope);
    const id = region === undefined ? 'EcrReplication' : `EcrReplication-${region}`;
    const known = stack.node.tryFindChild(id);
    return known instanceof RegistryReplication ? known : new RegistryReplication(stack, id, region);
  }

  public readonly configuration: EcrReplicationConfiguration;
  private readonly rules = new Map<string, Rule>();

  private constructor(scope: Construct, id: string, region: string | undefined) {
    super(scope, id);
    claimName(this, 'ECR registry setting', 'replication', {
      field: 'replicateTo',
      within: region === awsLocation(this).region ? undefined : region,
      fix: 'put all repositories that replicate into one stack: a registry has one list of rules',
    });
    this.configuration = new EcrReplicationConfiguration(this, 'Replication', { region });
    checkAtSynth(this, () => this.validate());
  }

  /** Copies every repository whose name begins with `name`. Destinations that repeat share a rule. */
  public add(name: string, destinations: readonly ReplicationDestination[]): void {
    const sorted = [...destinations].sort((a, b) => (addressOf(a) < addressOf(b) ? -1 : 1));
    const key = sorted.map(addressOf).join('\n');
    const rule = this.rules.get(key) ?? { destinations: sorted, repositories: [] };
    rule.repositories.push(name);
    this.rules.set(key, rule);
    for (const { after } of destinations) if (after !== undefined) addDependency(this.configuration, after);
    // In an order of its own, so that a new repository changes no other rule.
    const rules = [...this.rules].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, made]) => made);
    this.configuration.putReplicationConfiguration({
      rule: rules.map((made) => ({
        destination: made.destinations.map(({ region, registryId }) => ({ region, registryId })),
        repositoryFilter: [...made.repositories].sort().map((filter) => ({ filter, filterType: 'PREFIX_MATCH' })),
      })),
    });
  }

  private validate(): Issue[] {
    const rules = [...this.rules.values()];
    const most = Math.max(...rules.map(({ repositories }) => repositories.length));
    return [
      ...check('replicateTo', rules.length, (count) => count <= 10, {
        limit: '10 different sets of destinations in a registry',
        fix: 'let more repositories share their destinations',
        see: LIMITS,
      }),
      ...check('replicateTo', most, (count) => count <= 100, {
        limit: '100 repositories with the same destinations',
        fix: 'replicate a common prefix of their names, RegistryReplication.of(stack).add("team/", destinations)',
        see: LIMITS,
      }),
    ];
  }
}

function addressOf({ region, registryId }: ReplicationDestination): string {
  return `${region} ${registryId}`;
}
