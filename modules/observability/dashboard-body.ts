import type { Metric } from '../shared/metric';
import type { Graph, Monitoring } from '../shared/monitoring';

/** A dashboard is 24 columns wide: three graphs side by side are readable on a laptop. */
const COLUMNS = 24;
const GRAPH = { width: 8, height: 6 };
const TITLE_HEIGHT = 1;

/**
 * A title and its graphs for each row, from the top down.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(
  rows: readonly Monitoring[],
  { region, last }: { readonly region: string; readonly last: string },
): string {
  const widgets: object[] = [];
  let y = 0;
  for (const { title, graphs } of rows) {
    const text = { markdown: `## ${title}`, background: 'transparent' };
    widgets.push({ type: 'text', x: 0, y, width: COLUMNS, height: TITLE_HEIGHT, properties: text });
    y += TITLE_HEIGHT;
    const perLine = COLUMNS / GRAPH.width;
    for (const [index, graph] of graphs.entries()) {
      const place = { x: (index % perLine) * GRAPH.width, y: y + Math.floor(index / perLine) * GRAPH.height };
      widgets.push({ type: 'metric', ...place, ...GRAPH, properties: graphProperties(graph, region) });
    }
    y += Math.ceil(graphs.length / perLine) * GRAPH.height;
  }
  // `inherit`: each metric keeps its own period, however far somebody looks back.
  return JSON.stringify({ start: `-${last}`, periodOverride: 'inherit', widgets });
}

function graphProperties({ title, metrics }: Graph, region: string): object {
  return { title, region, view: 'timeSeries', stacked: false, metrics: metrics.map(line), yAxis: { left: { min: 0 } } };
}

/** Namespace, name, each dimension and its value, and how to read it. */
function line({ namespace, metricName, dimensions, statistic, period }: Metric): unknown[] {
  return [
    namespace,
    metricName,
    ...Object.entries(dimensions).flat(),
    { stat: statistic, period, label: `${metricName} ${statistic}` },
  ];
}
