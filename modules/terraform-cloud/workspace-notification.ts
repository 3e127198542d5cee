import { NotificationConfiguration } from '@cdktf/provider-tfe/lib/notification-configuration';
import type { Construct } from 'constructs';
import type { Issue } from '../shared/problems';
import { isUnknown } from '../shared/unknown';
import { check } from '../shared/validation';

/** When HCP Terraform tells somebody. `assessment:*` needs health assessments, see `healthAssessments`. */
export type NotificationTrigger =
  | 'run:created'
  | 'run:planning'
  | 'run:needs_attention'
  | 'run:applying'
  | 'run:completed'
  | 'run:errored'
  | 'assessment:check_failure'
  | 'assessment:drifted'
  | 'assessment:failed';

interface NotificationBase {
  /** @default ['run:needs_attention', 'run:errored']: somebody must act */
  readonly triggers?: readonly NotificationTrigger[];
}

/** Who is told about the runs of a workspace; named by its key in the props. */
export type WorkspaceNotification =
  /** Members of the organization, by user id `user-...`. */
  | (NotificationBase & { readonly kind: 'email'; readonly userIds: readonly string[] })
  /** An incoming webhook. Whoever knows the address can post, so it is a `TerraformVariable`, never a literal. */
  | (NotificationBase & { readonly kind: 'slack' | 'microsoft-teams'; readonly url: string })
  /** Any address that answers 200; `token` signs each message (HMAC) and must not be a literal. */
  | (NotificationBase & { readonly kind: 'webhook'; readonly url: string; readonly token?: string });

const SEE = 'https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/notifications';
const DEFAULT_TRIGGERS: readonly NotificationTrigger[] = ['run:needs_attention', 'run:errored'];

/** Pure, so that a test can ask about one field without building a stack. */
export function validateWorkspaceNotification(name: string, notification: WorkspaceNotification): Issue[] {
  const field = `notifications.${name}`;
  return [
    ...check(`${field}.triggers`, notification.triggers, (triggers) => triggers.length > 0, {
      limit: 'at least one trigger, or left out',
      fix: 'write ["run:errored"]',
      see: SEE,
    }),
    ...targetIssues(field, notification),
  ];
}

function targetIssues(field: string, notification: WorkspaceNotification): Issue[] {
  switch (notification.kind) {
    case 'email':
      return check(
        `${field}.userIds`,
        notification.userIds,
        (ids) => ids.every((id) => /^user-\w+$/.test(id) || isUnknown(id)),
        {
          limit: 'ids of users, "user-..."',
          fix: 'read them with data.tfe_organization_membership',
          see: SEE,
        },
      );
    case 'slack':
    case 'microsoft-teams':
      return secretIssues(`${field}.url`, notification.url);
    case 'webhook':
      return [
        ...check(`${field}.url`, notification.url, (url) => /^https:\/\/[^@]+$/.test(url), {
          limit: 'an https address without user and password',
          fix: 'write https://hooks.example.com/terraform',
          see: SEE,
        }),
        ...secretIssues(`${field}.token`, notification.token),
      ];
  }
}

function secretIssues(field: string, value: string | undefined): Issue[] {
  return check(field, value, () => false, {
    limit: 'no secret in plain text: it would stand in the synthesized file',
    fix: 'pass a TerraformVariable with sensitive: true, and give it to the apply as TF_VAR_<name>',
    see: SEE,
    secret: true,
  });
}

/** Makes the notifications of one workspace, in the order of their names. */
export function addNotifications(
  scope: Construct,
  workspaceId: string,
  notifications: Readonly<Record<string, WorkspaceNotification>>,
): NotificationConfiguration[] {
  return Object.entries(notifications)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([name, notification]) =>
        new NotificationConfiguration(scope, `Notification-${name}`, {
          workspaceId,
          name,
          enabled: true,
          triggers: [...(notification.triggers ?? DEFAULT_TRIGGERS)],
          ...targetOf(notification),
        }),
    );
}

function targetOf(notification: WorkspaceNotification) {
  switch (notification.kind) {
    case 'email':
      return { destinationType: 'email', emailUserIds: [...notification.userIds] };
    case 'webhook':
      return { destinationType: 'generic', url: notification.url, token: notification.token };
    default:
      return { destinationType: notification.kind, url: notification.url };
  }
}
