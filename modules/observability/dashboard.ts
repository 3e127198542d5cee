import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard';
import { Construct } from 'constructs';
import { regionOf } from '../identity/region';
import type { IMonitored, Monitoring } from '../shared/monitoring';
import { claimName, generatedName } from '../shared/names';
import { type Issue, report } from '../shared/problems';
import { check, checkName } from '../shared/validation';
import { dashboardBody } from './dashboard-body';

export interface DashboardProps {
  /** Services, workloads and load balancers, or graphs of your own; a row each, in this order. */
  readonly of: readonly (IMonitored | Monitoring)[];
  /** 1-255 letters, digits, `-` and `_`; unique in the account. A change replaces the dashboard. @default from the construct path */
  readonly name?: string;
  /** How far it looks back when it is opened, as an ISO 8601 duration. @default 'PT3H' */
  readonly last?: string;
}

const SEE = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html';

/** Most graphs and texts on one dashboard, and most lines in one graph. */
const WIDGETS = 500;
const LINES = 500;

/** One page of graphs in CloudWatch. The first three of an account are free, each more costs 3 USD a month. */
export class Dashboard extends Construct {
  public readonly dashboard: CloudwatchDashboard;
  public readonly dashboardName: string;

  public constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const rows = props.of.map((part) => ('monitoring' in part ? part.monitoring : part));
    report(this, validateDashboard(props, rows));
    const { name = generatedName(this, { max: 255 }), last = 'PT3H' } = props;
    claimName(this, 'CloudWatch dashboard', name, { global: true });
    this.dashboard = new CloudwatchDashboard(this, 'Dashboard', {
      dashboardName: name,
      dashboardBody: dashboardBody(rows, { region: regionOf(this), last }),
    });
    this.dashboardName = this.dashboard.dashboardName;
  }
}

/** Pure, so that a test can ask about one field without building a stack. */
export function validateDashboard({ name, last }: Omit<DashboardProps, 'of'>, rows: readonly Monitoring[]): Issue[] {
  const graphs = rows.flatMap((row) => row.graphs);
  return [
    ...checkName('name', name, {
      pattern: /^[\w-]+$/,
      max: 255,
      allowed: 'letters, digits, "-" and "_"',
      fix: 'replace other characters with "-"',
      see: SEE,
    }),
    ...check('last', last, (text) => /^P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?)?$/.test(text), {
      limit: 'an ISO 8601 duration of days, hours and minutes',
      fix: "write 'PT3H' for three hours or 'P7D' for a week",
      see: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html',
    }),
    ...check('of', graphs.length, (count) => count > 0, {
      limit: 'at least one graph',
      fix: 'write of: [service]',
      see: SEE,
    }),
    ...check('of', rows.length + graphs.length, (count) => count <= WIDGETS, {
      limit: `${WIDGETS} graphs and titles`,
      fix: 'make a second dashboard',
      see: SEE,
    }),
    ...graphs
      .filter(({ metrics }) => metrics.length === 0 || metrics.length > LINES)
      .map(({ title, metrics }) => ({
        field: `of.${title}.metrics`,
        value: metrics.length,
        limit: `1 to ${LINES} metrics in one graph`,
        fix: 'leave the graph out, or divide it',
        see: SEE,
      })),
  ];
}
