/** What `npm run portability` runs on both cores: every environment and example, into the folder that it is given. */
import { App } from 'cdktf';
import { VERIFIED_APPS } from './verify-aws/apps';

const app = new App({ outdir: process.argv[2] });
for (const { build } of VERIFIED_APPS) build(app);
app.synth();
