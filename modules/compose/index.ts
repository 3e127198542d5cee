export { ComposeApplication } from './compose-application';
export type { ComposeApplicationProps, ComposeServiceSettings } from './compose-application-props';
export type { ComposeEntry } from './compose-entry';
export { ComposeLogs } from './compose-logs';
export type { ComposeReport, IgnoredField } from './compose-report';
export { composeYaml, writeComposeYaml } from './compose-yaml';
