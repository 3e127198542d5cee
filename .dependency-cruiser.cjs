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
