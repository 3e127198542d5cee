import { TerraformBackend, TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import type { StateSettings } from './state-settings';

/**
 * The backend of one stack. One class for all kinds: cdktf's own classes cannot write `use_lockfile` or a `pg` backend
 * without a connection string, put the machine's path into a local one, and start `terraform version` for each cloud one.
 */
export class StateBackend extends TerraformBackend {
  public constructor(
    scope: Construct,
    private readonly settings: StateSettings,
  ) {
    super(scope, 'backend', settings.backend);
  }

  /** Tags that the workspace of HCP Terraform should have. */
  public get workspaceTags(): Readonly<Record<string, string>> | undefined {
    return this.settings.tags;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.settings.write;
  }

  protected override synthesizeHclAttributes(): Record<string, unknown> {
    return this.settings.write;
  }

  public override toTerraform(): unknown {
    return this.asBlock(super.toTerraform());
  }

  public override toHclTerraform(): unknown {
    return this.asBlock(super.toHclTerraform());
  }

  /** What `cdktf` prints a link to a run for. */
  public override toMetadata(): unknown {
    const { cloud } = this.settings;
    return { ...super.toMetadata(), ...(cloud === undefined ? {} : { cloud }) };
  }

  /** Called by cdktf where another stack refers to something of this one. */
  public getRemoteStateDataSource(scope: Construct, name: string): TerraformRemoteState {
    return new RemoteStateReader(scope, name, this.settings);
  }

  /** HCP Terraform has a block of its own, `terraform { cloud {} }`. */
  private asBlock(terraform: { terraform: { backend: Record<string, unknown> } }): unknown {
    const { cloud, ...others } = terraform.terraform.backend;
    return cloud === undefined ? terraform : { terraform: { ...others, cloud } };
  }
}

/** `data.terraform_remote_state` of a stack's state. */
export class RemoteStateReader extends TerraformRemoteState {
  public constructor(scope: Construct, id: string, settings: StateSettings) {
    super(scope, id, settings.reader, settings.read);
  }
}
