/** Types are checked by `npm run types`; swc only strips them, four times faster than ts-jest. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^cdktf-aws-containers$': '<rootDir>/index.ts',
    '^cdktf-aws-containers/testing$': '<rootDir>/testing/index.ts',
  },
  setupFilesAfterEnv: ['<rootDir>/__tests__/support/setup.ts'],
};
