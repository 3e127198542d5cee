import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformBinary } from '../../testing/terraform-binary';
import { MODULES } from '../../tools/modules/definitions';
import { hclExpression } from '../../tools/modules/hcl';
import { withTerraform } from '../testing/support/with-terraform';

jest.setTimeout(60_000);

/** Every value on either side of every limit, once. */
const cases = [
  ...new Map(
    MODULES.flatMap(({ name, root, variants = {} }) =>
      [root, ...Object.values(variants)].flatMap(({ variables }) =>
        Object.entries(variables).flatMap(([variable, { type, rules = [] }]) =>
          rules.flatMap(({ condition, accepts, rejects }) =>
            [...accepts, ...rejects].map((value, index) => {
              const title = `${name}: ${variable} = ${JSON.stringify(value)}`;
              const converted = type.startsWith('list') ? `tolist(${hclExpression(value)})` : hclExpression(value);
              return [
                `${condition('x')} ${JSON.stringify(value)}`,
                { title, expected: index < accepts.length, converted, condition },
              ] as const;
            }),
          ),
        ),
      ),
    ),
  ).values(),
];

withTerraform('the rules of the inputs', () => {
  it('say in Terraform what the checks say at synth, on both sides of each limit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rules-'));
    try {
      const values = cases.map(({ converted }, index) => `  value_${index} = ${converted}`);
      const results = cases.map(({ condition }, index) => `    ${condition(`local.value_${index}`)},`);
      writeFileSync(
        join(folder, 'main.tf'),
        `locals {\n${values.join('\n')}\n}\n\noutput "results" {\n  value = [\n${results.join('\n')}\n  ]\n}\n`,
      );
      const terraform = await TerraformBinary.open(folder);
      const applied = await terraform.run(['apply', '-auto-approve', '-no-color'], folder);
      expect(applied.stderr).toBe('');
      const judged: boolean[] = JSON.parse((await terraform.run(['output', '-json', 'results'], folder)).stdout);
      const wrong = cases.filter(({ expected }, index) => judged[index] !== expected).map(({ title }) => title);
      expect(wrong).toEqual([]);
      expect(judged.length).toBeGreaterThan(100);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
