import { findTerraform } from 'cdktf-aws-containers/testing';

/**
 * `describe` where Terraform is installed. Elsewhere the tests are skipped and the title says so, except in CI, where a
 * missing binary is a fault.
 */
export function withTerraform(title: string, tests: () => void): void {
  const run = findTerraform() !== undefined || process.env.CI === 'true';
  (run ? describe : describe.skip)(run ? title : `${title} [skipped: no terraform on the PATH]`, tests);
}
