/** What each area may import besides `shared` and itself; a new area is entered here. */
const AREAS = {
  identity: [],
  grants: ['identity'],
  registry: ['identity'],
  observability: ['identity'],
  network: ['identity'],
  state: ['identity'],
  'terraform-cloud': ['identity', 'state'],
  'load-balancing': ['identity', 'network'],
  ecs: ['identity', 'registry', 'observability', 'network', 'load-balancing'],
  compose: ['identity', 'network', 'load-balancing', 'ecs'],
  patterns: ['grants', 'network', 'load-balancing', 'ecs'],
  eks: ['identity', 'network'],
  'eks-addons': ['identity', 'eks'],
  kubernetes: ['identity', 'registry', 'observability', 'network', 'load-balancing', 'eks', 'eks-addons'],
};

/** Folders of `modules/ecs`, each of which knows those before it. */
const ECS = ['task', 'cluster', 'service', 'job'];

/** The house rules of imports: no cycles, one direction, nothing from the library's inside of cdktf. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'modules-know-no-stacks',
      comment: 'stacks -> modules -> modules/shared, never back',
      severity: 'error',
      from: { path: '^modules/' },
      to: { path: '^(stacks|testing|tools|examples|__tests__|main\\.ts|index\\.ts)' },
    },
    {
      name: 'testing-knows-no-modules',
      comment: 'it serves any CDKTF app',
      severity: 'error',
      from: { path: '^testing/' },
      to: { path: '^(modules|stacks|tools|examples|index\\.ts)' },
    },
    {
      name: 'shared-knows-no-area',
      severity: 'error',
      from: { path: '^modules/shared/' },
      to: { path: '^modules/(?!shared/)' },
    },
    {
      name: 'every-area-is-listed',
      severity: 'error',
      from: {},
      to: { path: `^modules/(?!(shared|${Object.keys(AREAS).join('|')})/)` },
    },
    ...Object.entries(AREAS).map(([area, others]) => ({
      name: `what-${area}-knows`,
      severity: 'error',
      from: { path: `^modules/${area}/` },
      to: { path: `^modules/(?!(${['shared', area, ...others].join('|')})/)` },
    })),
    ...ECS.slice(0, -1).map((folder, index) => ({
      name: `what-ecs-${folder}-knows`,
      severity: 'error',
      from: { path: `^modules/ecs/${folder}/` },
      to: { path: `^modules/ecs/(${ECS.slice(index + 1).join('|')})/` },
    })),
    {
      name: 'no-cdktf-internals',
      comment: 'the library runs on cdktn by alias; internals differ there',
      severity: 'error',
      from: { path: '^(modules|stacks)/' },
      to: { path: 'node_modules/cdktf/lib/', pathNot: 'node_modules/cdktf/lib/index' },
    },
    {
      name: 'no-dev-dependencies-in-the-library',
      severity: 'error',
      from: { path: '^(modules|stacks)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(cdktf|constructs|@cdktf)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    parser: 'swc',
  },
};
