import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformHclModule, TerraformOutput, TerraformStack } from 'cdktf';
import { terraformMatchers, terraformOffline } from 'cdktf-aws-containers/testing';
import { MODULES } from '../../tools/modules/definitions';
import { withTerraform } from '../testing/support/with-terraform';
import { callsOfExamples, HclRoot, inOneLine, writeRepositories } from './support/hcl-root';

expect.extend(terraformMatchers);
jest.setTimeout(120_000);

const repositories = writeRepositories();
afterAll(() => repositories.remove());

const PLATFORM = `
provider "aws" {
  region = "eu-central-1"
}

module "network" {
  source             = "../terraform-aws-network"
  name               = "shop-dev"
  cidr_block         = "10.20.0.0/20"
  availability_zones = ["eu-central-1a", "eu-central-1b"]
}

module "balancer" {
  source          = "../terraform-aws-application-load-balancer"
  name            = "shop-dev"
  vpc_id          = module.network.vpc_id
  subnet_ids      = module.network.public_subnet_ids
  certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"
}

module "ecs" {
  source = "../terraform-aws-ecs-cluster"
  name   = "shop-dev"
}

module "api" {
  source                          = "../terraform-aws-ecs-service"
  name                            = "api"
  cluster_name                    = module.ecs.cluster_name
  cluster_arn                     = module.ecs.cluster_arn
  vpc_id                          = module.network.vpc_id
  subnet_ids                      = module.network.private_subnet_ids
  image                           = "nginx:1.27"
  port                            = 8080
  listener_arn                    = module.balancer.listener_arn
  load_balancer_security_group_id = module.balancer.security_group_id
  priority                        = 100
  hosts                           = ["api.acme.dev"]
  environment                     = { LOG_LEVEL = "info" }
  secrets                         = { DB_PASSWORD = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf:password::" }
}

module "eks" {
  source              = "../terraform-aws-eks-cluster"
  name                = "shop-dev"
  vpc_id              = module.network.vpc_id
  subnet_ids          = module.network.private_subnet_ids
  admin_principal_arn = "arn:aws:iam::123456789012:role/Deploy"
}

module "workers" {
  source         = "../terraform-aws-eks-node-group//modules/spot"
  name           = "shop-dev-workers"
  cluster_name   = module.eks.cluster_name
  subnet_ids     = module.network.private_subnet_ids
  instance_types = ["m7i.large", "m6i.large", "m5.large"]
}

module "addons" {
  source                           = "../terraform-aws-eks-addons"
  name                             = "shop-dev"
  cluster_name                     = module.eks.cluster_name
  aws_ebs_csi_driver_configuration = jsonencode({ controller = { replicaCount = 2 } })
  snapshot_controller_version      = "v8.3.0-eksbuild.1"
}

output "subnets" {
  value = module.network.private_subnet_ids
}
`;

withTerraform('an HCL root module', () => {
  it('calls the modules by path: plan, apply, empty second plan, destroy', async () => {
    const root = await HclRoot.write(repositories.folder, 'platform', PLATFORM);
    const applied = await root.run(['init', '-input=false'], ['validate'], ['apply', '-auto-approve', '-input=false']);
    expect(applied.stderr).toBe('');
    expect(applied.stdout).toContain('Apply complete! Resources: 94 added');
    const state = JSON.parse((await root.run(['show', '-json'])).stdout.trim());
    const children: { address: string; resources?: { address: string; values: Record<string, unknown> }[] }[] =
      state.values.root_module.child_modules;
    const values = new Map(children.flatMap(({ resources = [] }) => resources).map((r) => [r.address, r.values]));
    expect(values.get('module.network.aws_subnet.private_subnets_subnet_zone_2')).toMatchObject({
      availability_zone: 'eu-central-1b',
      cidr_block: '10.20.2.0/23',
    });
    expect(values.get('module.network.aws_vpc_endpoint.endpoints_s3')).toMatchObject({
      service_name: 'com.amazonaws.eu-central-1.s3',
    });
    const [container] = JSON.parse(
      String(values.get('module.api.aws_ecs_task_definition.task_task_definition')?.container_definitions),
    );
    expect(container).toMatchObject({
      image: 'nginx:1.27',
      portMappings: [{ containerPort: 8080 }],
      environment: [{ name: 'LOG_LEVEL', value: 'info' }],
      secrets: [{ name: 'DB_PASSWORD' }],
    });
    const secrets = String(values.get('module.api.aws_iam_role_policy.execution_secrets')?.policy);
    expect(JSON.parse(secrets).Statement[0].Resource).toEqual([
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:api/*',
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:db-AbCdEf',
    ]);
    const addon = (name: string) => values.get(`module.addons.aws_eks_addon.${name}_addon`);
    expect(addon('aws_ebs_csi_driver')).toMatchObject({ configuration_values: '{"controller":{"replicaCount":2}}' });
    expect(addon('aws_efs_csi_driver')).toMatchObject({ addon_version: expect.any(String) });
    expect(addon('snapshot_controller')).toMatchObject({ addon_version: 'v8.3.0-eksbuild.1' });
    expect(values.get('module.addons.aws_iam_role.aws_ebs_csi_driver_role')).toMatchObject({
      name: 'shop-dev-ebs-csi-driver-eu-central-1',
      assume_role_policy: expect.stringContaining(':cluster/shop-dev'),
    });
    const second = await root.run(['plan', '-detailed-exitcode', '-input=false']);
    expect(second.stdout).toContain('No changes.');
    const destroyed = await root.run(['destroy', '-auto-approve', '-input=false']);
    expect(destroyed.stdout).toContain('Destroy complete! Resources: 94 destroyed');
  });

  it('cannot destroy the bucket and key of its states', async () => {
    const calls = callsOfExamples(MODULES.filter(({ name }) => name === 'state-bucket'));
    const root = await HclRoot.write(repositories.folder, 'states', calls);
    const made = await root.run(
      ['init', '-input=false'],
      ['apply', '-auto-approve', '-input=false'],
      ['plan', '-detailed-exitcode', '-input=false'],
    );
    expect(made.stdout).toContain('No changes.');
    const destroyed = await root.run(['destroy', '-auto-approve', '-input=false']);
    expect(inOneLine(destroyed)).toContain('has lifecycle.prevent_destroy set');
  });

  it("has wrong inputs refused by plan, all of them at once, in the library's words", async () => {
    const root = await HclRoot.write(
      repositories.folder,
      'wrong',
      PLATFORM.replace('"10.20.0.0/20"', '"10.20.0.1/20"')
        .replace('["eu-central-1a", "eu-central-1b"]', '["eu-central-1a", "eu-west-1b"]')
        .replace('priority                        = 100', 'priority = 50001\n  cpu = 300')
        .replace('"m7i.large", "m6i.large"', '"m7g.large", "m6i.large"')
        .replace('"v8.3.0-eksbuild.1"', '"8.3"')
        .replace('jsonencode({ controller = { replicaCount = 2 } })', '"replicas: 2"')
        .replace('role/Deploy"', 'group/Deploy"'),
    );
    const planned = await root.run(['init', '-input=false'], ['plan', '-input=false']);
    const said = inOneLine(planned);
    expect(planned.exitCode).not.toBe(0);
    for (const message of [
      'cidr_block is "10.20.0.1/20"; allowed: an IPv4 CIDR block between /16 and /22 that begins at its first address. Fix: use for example "10.0.0.0/16".',
      'availability_zones is ["eu-central-1a","eu-west-1b"]; allowed: two Availability Zones of one region, by name, each once.',
      'priority is 50001; allowed: a whole number from 1 to 50000. Fix: choose one that no other rule of the listener has.',
      'cpu is 300; allowed: one of 256, 512, 1024, 2048, 4096, 8192, 16384 CPU units. Fix: write 256.',
      'instance_types is ["m7g.large","m6i.large","m5.large"]; allowed: 1 to 20 x86 instance types, each once.',
      'snapshot_controller_version is "8.3"; allowed: a version with its EKS build, "v1.66.0-eksbuild.1".',
      'aws_ebs_csi_driver_configuration is "replicas: 2"; allowed: a JSON object.',
      'allowed: the ARN of an IAM role or user; a session (arn:aws:sts::...:assumed-role/...) is neither.',
    ]) {
      expect(said).toContain(message);
    }
  });

  it('has a size that Fargate does not sell refused by plan', async () => {
    const root = await HclRoot.write(
      repositories.folder,
      'size',
      PLATFORM.replace('port  ', 'memory_mib = 8192\n  port  '),
    );
    const planned = await root.run(['init', '-input=false'], ['plan', '-input=false', '-target=module.api']);
    expect(inOneLine(planned)).toContain('memory_mib is 8192 with cpu 256; allowed: a pair that Fargate sells.');
  });
});

withTerraform('a CDKTF app', () => {
  it('consumes a module through TerraformHclModule', async () => {
    const app = new App({ outdir: 'cdktf.out', stackTraces: false });
    const stack = new TerraformStack(app, 'states');
    new AwsProvider(stack, 'Aws', { region: 'eu-west-1' });
    const module = new TerraformHclModule(stack, 'States', {
      source: `${repositories.folder}/terraform-aws-state-bucket`,
      variables: { bucket_name: 'acme-tfstate', old_version_days: 90 },
    });
    new TerraformOutput(stack, 'Bucket', { value: module.getString('bucket_name'), staticId: true });
    const terraform = terraformOffline(app);
    try {
      const applied = await terraform.apply();
      expect(applied).toSucceed();
      expect(applied.outputs.states).toEqual({ Bucket: 'acme-tfstate' });
      expect(applied.resource('module.States.aws_s3_bucket_policy.policy').values.policy).toContain(
        'arn:aws:s3:::acme-tfstate',
      );
      expect(await terraform.plan()).toPlanEmpty();
    } finally {
      terraform.close();
    }
  });
});
