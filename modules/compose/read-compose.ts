import type { Issue } from '../shared/issue';
import type { ComposeApplicationProps } from './compose-application-props';
import { type ComposeDocument, composeDocument, missingVariable } from './compose-document';
import { type ComposeFile, composeFile } from './compose-file';
import { ComposeReading } from './compose-reading';
import type { ComposeReport } from './compose-report';
import { type EcsParams, ecsParams } from './ecs-params';

/** Both files, read. */
export interface ComposeSources {
  readonly file: ComposeFile;
  readonly params: EcsParams;
}

const COMPOSE = 'https://docs.docker.com/reference/compose-file/';
const PARAMS = 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cmd-ecs-cli-compose-ecsparams.html';

/** Pure: what the files say, what is wrong with them, and what was left aside. */
export function readComposeSources(
  props: Pick<ComposeApplicationProps, 'compose' | 'ecsParams' | 'variables' | 'envFiles' | 'secrets'>,
): ComposeSources & { readonly report: ComposeReport; readonly issues: readonly Issue[] } {
  const { variables = {}, envFiles = {}, secrets = {} } = props;
  const given = Object.fromEntries(Object.entries(secrets).map(([name, source]) => [name, { '': source }]));
  const reading = new ComposeReading(variables, envFiles, given);
  const compose = composeDocument(props.compose, { see: COMPOSE, variables });
  const parameters = composeDocument(props.ecsParams ?? '{}', { see: PARAMS, variables });
  const file = composeFile(compose.json, reading);
  const besides = new ComposeReading(variables, envFiles);
  const params = ecsParams(parameters.json, besides);
  const named = (prefix: string, { ignored }: ComposeReading): ComposeReport['ignored'] =>
    ignored.map(({ field, reason }) => ({ field: `${prefix}.${field}`, reason }));
  return {
    file,
    params,
    report: {
      unknownFields: [...unknownIn('compose', compose), ...unknownIn('ecsParams', parameters)],
      ignored: [...named('compose', reading), ...named('ecsParams', besides)],
    },
    issues: [
      ...[...reading.missing].map(missingVariable),
      ...issuesOf('compose', compose),
      ...issuesOf('ecsParams', parameters),
    ],
  };
}

function unknownIn(prefix: string, { json }: ComposeDocument): string[] {
  return json.unknownFields().map(({ field }) => `${prefix}.${field}`);
}

function issuesOf(prefix: string, { json, issues }: ComposeDocument): Issue[] {
  return [...issues, ...json.issues()].map((issue) =>
    issue.field.startsWith('variables.') ? issue : { ...issue, field: `${prefix}.${issue.field}` },
  );
}
