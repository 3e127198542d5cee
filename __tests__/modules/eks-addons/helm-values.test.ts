import { Token } from 'cdktf';
import {
  helmValuePaths,
  mergeHelmValues,
  renderHelmValues,
  validateHelmValues,
} from '../../../modules/eks-addons/helm-values';

describe('values of a chart', () => {
  it('are one JSON document that keeps booleans and numbers apart from text', () => {
    expect(renderHelmValues({ enableWaf: false, replicas: 2, port: '443', empty: null })).toBe(
      '{"enableWaf":false,"replicas":2,"port":"443","empty":null}',
    );
  });

  it('reach the chart with their ${ and %{, which Terraform would read as templates', () => {
    expect(renderHelmValues({ txtPrefix: 'x-%{record_type}-', path: ['${HOSTNAME}'], 'key${x}': 1 })).toBe(
      '{"txtPrefix":"x-%%{record_type}-","path":["$${HOSTNAME}"],"key$${x}":1}',
    );
  });

  it('keep tokens, which Terraform fills in', () => {
    const token = Token.asString({ resolve: () => 'x', creationStack: [], toString: () => 'x' });
    expect(renderHelmValues({ vpcId: token })).toBe(`{"vpcId":"${token}"}`);
  });

  it('leave out what has no value', () => {
    expect(renderHelmValues({ a: undefined, b: { c: undefined } })).toBe('{"b":{}}');
  });

  it('merge map by map, and lists and plain values as a whole, like Helm', () => {
    const base = { a: { b: 1, c: 2 }, list: [1, 2], plain: 'x' };
    expect(mergeHelmValues(base, { a: { b: 3 }, list: [9], plain: { now: 'a map' } })).toEqual({
      a: { b: 3, c: 2 },
      list: [9],
      plain: { now: 'a map' },
    });
  });

  it('are listed by path, lists as one value', () => {
    expect(helmValuePaths({ a: { b: true, c: {} }, d: [1], e: undefined })).toEqual([
      ['a.b', true],
      ['a.c', {}],
      ['d', [1]],
    ]);
  });
});

describe('refused values', () => {
  it.each(['password', 'auth.rootPassword', 'grafana.adminPassword', 'apiKey', 'github.token'])(
    'hold a credential in plain text: %s',
    (path) => {
      const values = path
        .split('.')
        .reverse()
        .reduce<Record<string, unknown>>((inner, key, index) => ({ [key]: index === 0 ? 'hunter2' : inner }), {});
      const [issue] = validateHelmValues(values as never);
      expect(issue).toMatchObject({ field: `values.${path}`, secret: true, rule: 'helm.secret-in-values' });
    },
  );

  it('hold a number that only Terraform knows', () => {
    const [issue] = validateHelmValues({ port: Token.asNumber({ resolve: () => 1, creationStack: [] } as never) });
    expect(issue).toMatchObject({ field: 'values.port', value: 'a number known only to Terraform' });
  });

  it('are not the name of a secret, a boolean, an empty text or a token', () => {
    const token = Token.asString({ resolve: () => 'x', creationStack: [], toString: () => 'x' });
    const values = { existingSecret: 'db', keepTLSSecret: true, password: '', auth: { token } };
    expect(validateHelmValues(values)).toEqual([]);
  });
});
