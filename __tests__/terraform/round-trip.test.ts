import { App } from 'cdktf';
import { terraformMatchers, terraformOffline } from 'cdktf-aws-containers/testing';
import { VERIFIED_APPS } from '../../tools/verify-aws/apps';
import { withTerraform } from '../testing/support/with-terraform';

expect.extend(terraformMatchers);
jest.setTimeout(180_000);

/** These go all the way here; `npm run test:aws` takes every app all the way. */
const WHOLE = ['dev', 'examples/eks-web-service', 'examples/fargate-web-service'];

function built(build: (app: App) => void): App {
  const app = new App();
  build(app);
  return app;
}

withTerraform('[row 150] plain Terraform JSON, without this package', () => {
  it.each(VERIFIED_APPS.map(({ name, build }) => [name, build] as const))(
    '%s is what Terraform accepts',
    async (_name, build) => {
      const terraform = terraformOffline(built(build));
      try {
        expect(await terraform.validate()).toSucceed();
      } finally {
        terraform.close();
      }
    },
  );

  it.each(VERIFIED_APPS.filter(({ name }) => WHOLE.includes(name)).map(({ name, build }) => [name, build] as const))(
    '%s is applied, leaves nothing to do in a second plan, and is destroyed',
    async (_name, build) => {
      const applied = await terraformOffline(built(build)).roundTrip();
      expect(applied.resources.length).toBeGreaterThan(0);
    },
  );
});
