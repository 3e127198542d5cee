const { testMatch: _, testPathIgnorePatterns: __, ...base } = require('./jest.config.js');

/** `npm run test:integration`: the tests that `npm test` leaves out. */
module.exports = {
  ...base,
  testRegex: require('./jest.integration.paths.js').map((path) => `${path}.*test\\.ts$`),
  testTimeout: 300_000,
  testSequencer: '<rootDir>/__tests__/support/longest-first.cjs',
  maxWorkers: 3, // one more than cores: one of them always waits for npm or the emulator
};
