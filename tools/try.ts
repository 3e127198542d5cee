import { synthesizeModule } from './modules/synthesize-module';
import { networkModule } from './modules/definitions/network';
import { stateBucketModule } from './modules/definitions/state-bucket';
for (const m of [networkModule, stateBucketModule]) {
  for (const [n, s] of Object.entries({ root: m.root, ...m.variants })) {
    try { const r = synthesizeModule(`${m.name}/${n}`, s); console.log(m.name, n, 'ok'); if (process.argv[2] === n) console.log(JSON.stringify(r, null, 1)); } catch (e) { console.log(m.name, n, String(e).slice(0, 1500)); }
  }
}
