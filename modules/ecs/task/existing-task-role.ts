import type { IConstruct } from 'constructs';
import type { PolicyStatement } from '../../identity/policy-statement';
import { report } from '../../shared/problems';
import type { ITaskRole } from './task-roles';

/** A role of another program. It is never changed: its rights are those that its owner gave it. */
export class ExistingTaskRole implements ITaskRole {
  public constructor(
    private readonly user: IConstruct,
    public readonly roleArn: string,
  ) {}

  public addToPolicy({ actions }: PolicyStatement): void {
    report(this.user, [
      {
        field: 'taskRoleArn',
        value: this.roleArn,
        limit: `a role of this program, for a grant of ${actions.join(', ')}: an existing role is not changed here`,
        fix: 'leave taskRoleArn out, and the task gets a role of its own; or grant it where the role is made',
        see: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
      },
    ]);
  }
}
