/** Types are checked by `npm run types`; swc only strips them, four times faster than ts-jest. */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/__tests__'],
  maxWorkers: '100%', // Jest leaves one core free, which is half of a build machine
  testMatch: ['**/*.test.ts'],
  // What runs Terraform or npm for longer is `npm run test:integration`.
  testPathIgnorePatterns: ['/node_modules/', ...require('./jest.integration.paths.js')],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  moduleNameMapper: {
    '^cdktf-aws-containers$': '<rootDir>/index.ts',
    '^cdktf-aws-containers/testing$': '<rootDir>/testing/index.ts',
    '^cdktf-aws-containers/(.*)$': ['<rootDir>/modules/$1/index.ts', '<rootDir>/stacks/$1.ts'],
  },
  setupFilesAfterEnv: ['<rootDir>/__tests__/support/setup.ts'],
};
