export { type MicroserviceProps, Microservices, type MicroservicesProps } from './microservices';
export { Platform, type PlatformProps } from './platform';
export { QueueWorker, type QueueWorkerProps, type WorkerQueue } from './queue-worker';
