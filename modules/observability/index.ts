export type { Graph, IMonitored, Monitoring } from '../shared/monitoring';
export { Dashboard, type DashboardProps } from './dashboard';
