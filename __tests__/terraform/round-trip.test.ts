import { App } from 'cdktf';
import { terraformOffline } from 'cdktf-aws-containers/testing';
import { VERIFIED_APPS } from '../../tools/verify-aws/apps';
import { withTerraform } from '../testing/support/with-terraform';

jest.setTimeout(180_000);

withTerraform('[row 150] plain Terraform JSON, without this package', () => {
  it.each(VERIFIED_APPS.map(({ name, build }) => [name, build] as const))(
    '%s is accepted, applied, leaves nothing to do in a second plan, and is destroyed',
    async (_name, build) => {
      const app = new App();
      build(app);
      const applied = await terraformOffline(app).roundTrip();
      expect(applied.resources.length).toBeGreaterThan(0);
    },
  );
});
