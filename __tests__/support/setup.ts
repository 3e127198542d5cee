import { Testing } from 'cdktf';

Testing.setupJest();

// Half of a synth under Jest is cdktf taking a source-mapped stack trace of every token; no test reads those.
try {
  require('cdktf/lib/tokens/private/stack-trace').captureStackTrace = () => [];
} catch {
  // Another version of cdktf keeps it elsewhere: tests are slower, nothing else.
}
