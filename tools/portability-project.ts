import { object } from './terraform/stack-json';

/** What `npm run portability` is told to install in place of the documented versions. */
export interface OtherVersions {
  /** `cdktn@0.24.0`. @default the one that the page names */
  readonly core?: string;
  /** `10.8.1`. @default the one that this library is developed with */
  readonly constructs?: string;
}

export interface Project {
  readonly dependencies: Readonly<Record<string, unknown>>;
  readonly overrides: Readonly<Record<string, unknown>>;
}

/**
 * The package.json that docs/consuming-from-npm.md tells a user of cdktn to write, with a tarball of the library and the
 * versions of bindings and constructs that `pinned` says; also of the bindings that only some apps need.
 */
export function documentedProject(
  page: string,
  tarball: string,
  pinned: Readonly<Record<string, unknown>>,
  { core, constructs }: OtherVersions = {},
): Project {
  const block = /`package.json`:\n\n```json\n(.*?)```/s.exec(page)?.[1];
  if (block === undefined) throw new Error('docs/consuming-from-npm.md has no package.json for cdktn.');
  const project = object(JSON.parse(block));
  const dependencies = { ...object(project.dependencies), 'cdktf-aws-containers': `file:${tarball}` };
  const isBinding = (name: string): boolean => name.startsWith('@cdktf/provider-');
  const ours = Object.fromEntries(
    Object.entries(pinned).filter(([name]) => isBinding(name) || (name in dependencies && name !== 'cdktf')),
  );
  // "Any other @cdktf/provider-* gets the same override", as the page says.
  const content = Object.keys(ours)
    .filter(isBinding)
    .map((name) => [name, { cdktf: '$cdktf' }] as const);
  const asked = {
    ...(core === undefined ? {} : { cdktf: `npm:${core}` }),
    ...(constructs === undefined ? {} : { constructs }),
  };
  return {
    ...project,
    dependencies: { ...dependencies, ...ours, ...asked },
    overrides: { ...object(project.overrides), ...Object.fromEntries(content) },
  };
}
