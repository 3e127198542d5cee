import { MODULES } from './modules/definitions';
import { synthesizeModule } from './modules/synthesize-module';

for (const m of MODULES) {
  for (const [n, s] of Object.entries({ root: m.root, ...m.variants })) {
    try {
      const r = synthesizeModule(`${m.name}/${n}`, s);
      console.log(m.name, n, 'ok');
      if (process.argv[2] === `${m.name}/${n}`) console.log(JSON.stringify(r, null, 1));
    } catch (e) {
      console.log(m.name, n, String((e as Error).stack).slice(0, 1500));
    }
  }
}
