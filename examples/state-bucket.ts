import type { App } from 'cdktf';
import { StateStack } from 'cdktf-aws-containers/state-stack';

/**
 * The bucket for the states of all other stacks, applied once before them; a copy in another region, a lock table for
 * Terraform before 1.10, and who may read what. docs/remote-state.md has the commands.
 */
export function stateBucket(app: App): void {
  new StateStack(app, 'state', {
    bucketName: 'acme-tfstate',
    region: 'eu-west-1',
    accountId: '123456789012',
    keptIn: { kind: 'local-file' },
    environments: { dev: { reads: ['shared'] }, prod: { reads: ['shared'] } },
    lockTable: 'acme-tflock',
    replica: { bucketName: 'acme-tfstate-copy', region: 'eu-central-1' },
  });
}
