import { EcsService, EnvironmentStack } from 'cdktf-aws-containers';
import { resources, type StackJson, synthApp } from '../../../support/synth';

const discovery = { kind: 'service-connect' } as const;
const api = { image: 'a:1', port: 8080, discovery } as const;

function dev(build: (stack: EnvironmentStack) => void): StackJson {
  const stacks = synthApp((app) => {
    build(new EnvironmentStack(app, 'dev', { region: 'eu-west-1', cluster: { namespace: { kind: 'http' } } }));
  });
  return stacks.dev ?? {};
}

const serviceOf = (json: StackJson, name: string) =>
  resources(json, 'aws_ecs_service').find((service) => service.name === `dev-${name}`);

describe('[row 58] a service that calls another', () => {
  it('has the name as a value for its environment', () => {
    const urls: string[] = [];
    dev((stack) => urls.push(new EcsService(stack, 'api', api).discoveryUrl));
    expect(urls).toEqual(['http://api:8080']);
  });

  it('is told where there is no name', () => {
    expect(() => dev((stack) => new EcsService(stack, 'api', { image: 'a:1' }).discoveryUrl)).toThrow(
      /discovery is missing.*Service Connect/s,
    );
  });

  it('starts after it, and may open its port', () => {
    const json = dev((stack) => {
      const callee = new EcsService(stack, 'api', api);
      callee.allowCallsFrom(
        new EcsService(stack, 'web', { image: 'a:1', discovery: { kind: 'service-connect-client' } }),
      );
    });
    expect(serviceOf(json, 'web')?.depends_on).toContainEqual(expect.stringMatching(/^aws_ecs_service\.api_/));
    expect(resources(json, 'aws_vpc_security_group_ingress_rule')).toMatchObject([{ from_port: 8080 }]);
  });
});
