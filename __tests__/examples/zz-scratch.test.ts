import { examples } from '../../examples';
import { App } from 'cdktf';
import { writeFileSync, mkdirSync } from 'node:fs';
it.each(Object.entries(examples))('%s', (name, build) => {
  const app = new App({ outdir: (mkdirSync(`/tmp/exout/${name}`, { recursive: true }), `/tmp/exout/${name}`) });
  build(app);
  app.synth();
  const notes = app.node.findAll().flatMap((c) => c.node.metadata.filter((m) => m.type.includes('warn') || m.type.includes('error')).map((m) => `${c.node.path}: ${JSON.stringify(m.data)}`));
  if (notes.length) console.log(name, notes.join('\n'));
});
