import { Token } from 'cdktf';
import { literalText } from '../../../modules/shared/literal-text';
import { isUnknown } from '../../../modules/shared/unknown';

it('doubles what Terraform would read as a template', () => {
  expect(literalText('echo ${HOME} %{record_type}')).toBe('echo $${HOME} %%{record_type}');
});

it('leaves tokens inside the text to cdktf', () => {
  const token = Token.asString({ resolve: () => 'x', creationStack: [] });
  expect(literalText(`name=${token} home=${'$'}{HOME}`)).toBe(`name=${token} home=$${'$'}{HOME}`);
});

it.each([
  ['a Terraform expression', '${aws_secretsmanager_secret.x.arn}', true],
  ['an escaped expression', '$${HOME}', false],
  ['plain text', 'web', false],
])('takes %s for unknown: %s -> %s', (_what, text, unknown) => {
  expect(isUnknown(text)).toBe(unknown);
});
