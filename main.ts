import { App } from 'cdktf';
import { buildApp } from './stacks/app';
import { environments } from './stacks/environments';

const app = new App();
buildApp(app, environments);
app.synth();
