/** `npm run docs`: writes the pages that are made from the code. */
import { writeFileSync } from 'node:fs';
import { securityPage } from '../__tests__/security/security-page';
import { acceptancePage } from './acceptance-page';

const page = acceptancePage(process.cwd());
writeFileSync('docs/acceptance.md', page);
console.log(`Wrote docs/acceptance.md: ${page.match(/\d+ of \d+ rows work/)?.[0]}`);

writeFileSync('docs/security.md', securityPage());
console.log('Wrote docs/security.md');
