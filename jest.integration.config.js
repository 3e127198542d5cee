const { testMatch: _, testPathIgnorePatterns: __, ...base } = require('./jest.config.js');

/** `npm run test:integration`: the tests that `npm test` leaves out. */
module.exports = {
  ...base,
  testRegex: require('./jest.integration.paths.js').map((path) => `${path}.*test\\.ts$`),
  testTimeout: 300_000,
  maxWorkers: 1, // each of these already starts processes of its own
};
