import { ApplicationLoadBalancer, Dashboard, EcsCluster, EcsService, type Monitoring, Network } from '../../../index';
import { refusal, resources, synth, theResource } from '../../support/synth';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly markdown?: string;
    readonly title?: string;
    readonly region?: string;
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

const queue: Monitoring = {
  title: 'Orders',
  graphs: [
    {
      title: 'Waiting',
      metrics: [
        {
          namespace: 'AWS/SQS',
          metricName: 'ApproximateNumberOfMessagesVisible',
          dimensions: { QueueName: 'orders' },
          statistic: 'Maximum',
          period: 60,
        },
      ],
    },
  ],
};

const json = synth((stack) => {
  const network = new Network(stack, 'Network');
  const cluster = new EcsCluster(stack, 'Cluster', { network });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'Balancer', { network, entry: { kind: 'http' } });
  const web = new EcsService(stack, 'web', {
    cluster,
    image: 'nginx:1.27',
    port: 80,
    expose: { loadBalancer },
    scaling: { min: 2, max: 4, cpuPercent: 70 },
  });
  const worker = new EcsService(stack, 'worker', { cluster, image: 'acme/worker:1' });
  web.recommendedAlarms({ topicArns: ['arn:aws:sns:eu-west-1:123456789012:on-call'] });
  new Dashboard(stack, 'Dashboard', { of: [web, worker, loadBalancer, queue] });
});
const body = JSON.parse(String(theResource(json, 'aws_cloudwatch_dashboard').dashboard_body));
const widgets: readonly Widget[] = body.widgets;
const titles = widgets.map(({ properties }) => properties.markdown ?? properties.title);

describe('[row 122] one dashboard of an environment', () => {
  it('has a row for each service, balancer and group of graphs, in their order', () => {
    expect(titles).toEqual([
      '## test-web',
      'CPU and memory, percent',
      'Tasks',
      'Requests',
      'Errors',
      'Response time, seconds',
      'Targets',
      '## test-worker',
      'CPU and memory, percent',
      'Tasks',
      '## test-balancer',
      'Requests',
      'Errors',
      'Response time, seconds',
      '## Orders',
      'Waiting',
    ]);
  });

  it('shows the metrics that its alarms watch, with the same dimensions', () => {
    const alarm = resources(json, 'aws_cloudwatch_metric_alarm').find((each) => each.metric_name === 'CPUUtilization');
    const graph = widgets.find(({ properties }) => properties.title === 'CPU and memory, percent');
    expect(graph?.properties.metrics?.[0]).toEqual([
      alarm?.namespace,
      alarm?.metric_name,
      ...Object.entries(alarm?.dimensions ?? {}).flat(),
      { stat: alarm?.statistic, period: alarm?.period, label: 'CPUUtilization Average' },
    ]);
    expect(graph?.properties.region).toBe('eu-west-1');
  });

  it('lays its graphs out without gaps beyond a row and without overlaps, within 24 columns', () => {
    const taken = new Set<string>();
    for (const { x, y, width, height } of widgets) {
      expect(x + width).toBeLessThanOrEqual(24);
      for (let column = x; column < x + width; column += 1) {
        for (let line = y; line < y + height; line += 1) {
          expect(taken.has(`${column},${line}`)).toBe(false);
          taken.add(`${column},${line}`);
        }
      }
    }
  });

  it('is the JSON that CloudWatch takes: texts and graphs whose lines end with how to read them', () => {
    expect(body).toMatchObject({ start: '-PT3H', periodOverride: 'inherit' });
    for (const { type, properties } of widgets) {
      if (type === 'text') expect(typeof properties.markdown).toBe('string');
      else {
        expect(type).toBe('metric');
        for (const line of properties.metrics ?? []) {
          expect(line.length % 2).toBe(1); // namespace, name, pairs, and the way to read it
          expect(line.at(-1)).toEqual({
            stat: expect.any(String),
            period: expect.any(Number),
            label: expect.any(String),
          });
        }
      }
    }
  });
});

describe('a dashboard is refused', () => {
  it.each([
    ['a name that CloudWatch does not take', { name: 'acme dev' }, /name is "acme dev".*letters, digits/],
    ['a span that is no duration', { last: '3h' }, /last is "3h".*ISO 8601 duration.*PT3H/],
    ['nothing to show', { of: [] }, /of is 0.*at least one graph/],
    [
      'a graph without lines',
      { of: [{ title: 'Orders', graphs: [{ title: 'Waiting', metrics: [] }] }] },
      /of\.Waiting\.metrics is 0.*1 to 500 metrics/,
    ],
    [
      'more than fits',
      { of: Array.from({ length: 300 }, () => queue) },
      /of is 600.*500 graphs and titles.*second dashboard/,
    ],
  ])('%s', (_what, props, message) => {
    expect(refusal((stack) => new Dashboard(stack, 'Dashboard', { of: [queue], ...props }))).toMatch(message);
  });

  it('where another one has its name', () => {
    const message = refusal((stack) => {
      new Dashboard(stack, 'A', { of: [queue], name: 'acme' });
      new Dashboard(stack, 'B', { of: [queue], name: 'acme' });
    });
    expect(message).toMatch(/CloudWatch dashboard name that nothing else in the account has/);
  });
});
