import { RULES_BY_AREA } from './rules';
import type { SecurityRule } from './security-rule';

/** `docs/security.md`: what the defaults are, made from the rules that test them. */
export function securityPage(): string {
  return [
    '# Security defaults',
    '',
    'What a program says to AWS when it says nothing about security. The page is written by `npm run docs` from the rules in',
    '`__tests__/security/rules`, which run over the Terraform JSON of every environment, every example and one program with',
    'everything in its default; a rule that does not hold, and a page that is out of date, fail a test. Findings that stay are in',
    '`__tests__/security/accepted-findings.ts`, each by address and with its reason.',
    '',
    'The rules are ours. The last column says how AWS Foundational Security Best Practices (FSBP), other Security Hub controls (SH),',
    'the PCI DSS lists of Security Hub (PCI), the CIS benchmarks and checkov (CKV) name the same thing.',
    '',
    '## Defaults',
    ...table(({ optIn }) => optIn !== true, ['Default', 'Because', 'Changed by', 'Others call it']),
    '',
    '## One property away',
    '',
    'These cost money, need something of yours or break common programs. Tests prove for each that the property is enough.',
    ...table(({ optIn }) => optIn === true, ['With it', 'Not the default because', 'Property', 'Others call it']),
    '',
  ].join('\n');
}

function table(chosen: (rule: SecurityRule) => boolean, columns: readonly string[]): string[] {
  return Object.entries(RULES_BY_AREA).flatMap(([area, rules]) => {
    const rows = rules.filter(chosen);
    if (rows.length === 0) return [];
    return [
      '',
      `### ${area}`,
      '',
      row(columns),
      row(columns.map(() => '---')),
      ...rows.map(({ what, why, change, controls }) => row([what, why, change, controls.join(', ')])),
    ];
  });
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
