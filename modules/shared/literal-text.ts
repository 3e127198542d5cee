/** How cdktf writes a token into a string until synth replaces it. */
const TOKEN = /(\$\{TfToken\[[^\]]+\]\})/;

/**
 * Text that Terraform must not read as a template: `${` and `%{` are doubled, cdktf tokens inside it keep working.
 * For a shell variable in user data, an IAM policy variable, a Fluent Bit expression.
 * @see https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
 */
export function literalText(text: string): string {
  return text
    .split(TOKEN)
    .map((part) => (TOKEN.test(part) ? part : part.replace(/[$%](?=\{)/g, '$&$&')))
    .join('');
}
