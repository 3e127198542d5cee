import { EcsService, type EcsServiceProps, type LogRouter } from '../../../../modules/ecs';
import { validateLogRouter } from '../../../../modules/ecs/task/log-router';
import { containersOf, platform, synthService } from '../../../support/ecs';
import { refusal, type StackJson } from '../../../support/synth';

const named = (json: StackJson, name: string): Record<string, unknown> | undefined =>
  containersOf(json).find((container) => container.name === name);

describe('tracing', () => {
  it('[row 123] goes to X-Ray through a pinned OpenTelemetry collector, not the old daemon', () => {
    const json = synthService({ image: 'a:1', tracing: { kind: 'xray' } });
    expect(named(json, 'tracing')).toMatchObject({
      image: expect.stringMatching(/aws-otel-collector:v\d+\.\d+\.\d+$/),
      essential: false,
    });
    expect(named(json, 'app')?.environment).toEqual(
      expect.arrayContaining([{ name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://127.0.0.1:4318' }]),
    );
    expect(JSON.stringify(json)).toContain('xray:PutTraceSegments');
  });

  it('[row 124] goes anywhere else by its address, without any right of AWS', () => {
    const json = synthService({
      image: 'a:1',
      tracing: { kind: 'otlp', endpoint: 'http://jaeger.acme.internal:4318' },
    });
    expect(JSON.stringify(named(json, 'tracing'))).toContain('http://jaeger.acme.internal:4318');
    expect(JSON.stringify(json)).not.toContain('xray:');
  });

  it('[row 124] needs an address', () => {
    const message = refusal((stack) => {
      const props: EcsServiceProps = { image: 'a:1', tracing: { kind: 'otlp', endpoint: 'jaeger' } };
      new EcsService(stack, 'web', { cluster: platform(stack).cluster, ...props });
    });
    expect(message).toContain('tracing.endpoint is "jaeger"');
  });
});

describe('a log router', () => {
  const routed = (logRouter: LogRouter): StackJson => synthService({ image: 'a:1', logRouter });
  const logOf = (json: StackJson): unknown => named(json, 'app')?.logConfiguration;

  it('[row 118] is a pinned Fluent Bit that takes the lines of the program', () => {
    const json = routed({ kind: 'loki', host: 'loki.acme.dev' });
    expect(named(json, 'log-router')).toMatchObject({
      image: expect.stringMatching(/aws-for-fluent-bit:\d+\.\d+\.\d+$/),
      firelensConfiguration: { type: 'fluentbit', options: { 'enable-ecs-log-metadata': 'true' } },
      logConfiguration: { logDriver: 'awslogs' },
    });
    expect(logOf(json)).toEqual({
      logDriver: 'awsfirelens',
      options: { Name: 'loki', host: 'loki.acme.dev', labels: 'job=ecs', port: '443', tls: 'On' },
    });
  });

  it('[row 118] sends with the rights that its output needs', () => {
    const firehose = routed({
      kind: 'firehose',
      deliveryStreamName: 'logs',
      deliveryStreamArn: 'arn:aws:firehose:eu-west-1:123456789012:deliverystream/logs',
      region: 'eu-west-1',
    });
    expect(JSON.stringify(firehose)).toContain('firehose:PutRecordBatch');
    const domainArn = 'arn:aws:es:eu-west-1:123456789012:domain/logs';
    const opensearch = routed({ kind: 'opensearch', host: 'search.acme.dev', domainArn, region: 'eu-west-1' });
    expect(JSON.stringify(opensearch)).toContain(`${domainArn}/*`);
  });

  it('[row 118] takes its key from a secret', () => {
    const apiKey = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:datadog-AbCdEf';
    const json = routed({ kind: 'datadog', apiKey });
    expect(logOf(json)).toMatchObject({ secretOptions: [{ name: 'apikey', valueFrom: apiKey }] });
    expect(JSON.stringify(json.resource?.aws_iam_role_policy)).toContain(apiKey);
  });

  it('needs a host name, and a plugin', () => {
    expect(validateLogRouter({ kind: 'loki', host: 'https://loki' }).map(({ field }) => field)).toEqual([
      'logRouter.host',
    ]);
    expect(validateLogRouter({ kind: 'other', options: {} }).map(({ field }) => field)).toEqual(['logRouter.options']);
  });
});
