export { type MicroserviceProps, Microservices, type MicroservicesProps } from './microservices';
