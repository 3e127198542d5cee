const Sequencer = require('@jest/test-sequencer').default;

/** Minutes or most of one each; the others take seconds. */
const LONGEST = ['registry-modules/commands', 'package/', 'terraform/'];

/** Starts the longest first, so that none is left alone with one core at the end: on a fresh machine Jest cannot know. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const index = LONGEST.findIndex((part) => path.includes(`__tests__/${part}`));
      return index < 0 ? LONGEST.length : index;
    };
    return [...tests].sort((a, b) => rank(a) - rank(b));
  }
};
