import type { App } from 'cdktf';
import {
  ApplicationLoadBalancer,
  Certificate,
  Ec2Capacity,
  EcrRepository,
  EcsAccountSettings,
  EcsJob,
  EcsService,
  EcsTaskSet,
  EfsFileSystem,
  EnvironmentStack,
  NetworkLoadBalancer,
  Peer,
  Port,
  PullThroughCache,
  RegistryScanning,
} from 'cdktf-aws-containers';

const HOSTED_ZONE = 'acme.example';
const SETTINGS = {
  region: 'eu-west-1',
  accountId: '123456789012',
  remoteState: { kind: 's3', bucket: 'acme-tfstate' },
} as const;

/**
 * A video platform with what most programs never need: streams come in over UDP and TLS, GPUs on Spot transcode them onto
 * a shared file system, viewers are behind a firewall, and partners show certificates of their own.
 */
export function mediaPipeline(app: App): void {
  registry(app);
  const prod = new EnvironmentStack(app, 'media-prod', {
    ...SETTINGS,
    cluster: { namespace: { kind: 'private-dns', name: 'media.internal' } },
  });
  streamsIn(prod);
  transcoding(prod);
  viewing(prod);
}

/** What belongs to the account and not to an environment. */
function registry(app: App): void {
  const images = new EnvironmentStack(app, 'media-images', SETTINGS);
  new EcrRepository(images, 'transcoder', {
    name: 'media/transcoder',
    replicateTo: [{ region: 'eu-central-1', accountId: '210987654321' }], // where staging is
    pullAccounts: ['210987654321'],
  });
  new RegistryScanning(images, 'scanning', { kind: 'enhanced', continuous: ['media/*'], onPush: ['*'] });
  new PullThroughCache(images, 'quay', { upstream: 'quay' });
  new EcsAccountSettings(images, 'ecs', { awsvpcTrunking: true }); // more tasks with an address of their own
}

function streamsIn(prod: EnvironmentStack): void {
  const certificate = new Certificate(prod, 'live', { domainName: 'live.acme.example', hostedZone: HOSTED_ZONE });
  const streams = new NetworkLoadBalancer(prod, 'streams', {
    scheme: 'internet-facing',
    accessLogs: { kind: 'create' },
  });
  new EcsService(prod, 'srt', {
    image: 'ghcr.io/acme/srt-ingest:2.4.0',
    port: 8080, // UDP cannot be asked whether it is well
    ports: [{ containerPort: 9000, protocol: 'udp' }],
    expose: { networkLoadBalancer: streams, listenerPort: 9000, transport: { kind: 'udp' }, port: 9000 },
    healthCheck: { port: 8080 },
  });
  streams.connections.allowFromInternet(Port.udp(9000)); // only 80 and 443 are open by themselves
  new EcsService(prod, 'rtmps', {
    image: 'ghcr.io/acme/rtmp-ingest:5.0.1',
    port: 1935,
    expose: { networkLoadBalancer: streams, listenerPort: 443, transport: { kind: 'tls', certificate } },
  });
}

function transcoding(prod: EnvironmentStack): void {
  const library = new EfsFileSystem(prod, 'library', { network: prod.network });
  const films = { films: { kind: 'efs', accessPoint: library.addAccessPoint('Films', { path: '/films' }) } } as const;
  const mounts = [{ volume: 'films', containerPath: '/films' }];
  const gpus = new Ec2Capacity(prod, 'gpus', {
    instanceTypes: ['g5.xlarge', 'g6.xlarge', 'g4dn.xlarge'],
    purchase: { kind: 'spot' },
    maxSize: 10,
  });
  const repository = EcrRepository.fromAttributes(prod, 'transcoder-images', { repositoryName: 'media/transcoder' });
  new EcsService(prod, 'transcoder', {
    capacity: gpus,
    image: { repository, tag: '8.1.0' },
    gpu: 1,
    memoryMib: 12_288,
    volumes: films,
    mounts,
    scaling: {
      min: 1,
      max: 8,
      cpuPercent: 80,
      schedules: {
        evening: { schedule: 'cron(0 18 * * ? *)', timezone: 'Europe/Madrid', min: 4 },
        night: { schedule: 'cron(0 1 * * ? *)', timezone: 'Europe/Madrid', min: 1 },
      },
    },
  });
  new EcsService(prod, 'packager', {
    image: 'ghcr.io/acme/packager:3.3.0',
    port: 8080,
    volumes: { segments: { kind: 'ebs', sizeGib: 200, throughputMibps: 500 } },
    mounts: [{ volume: 'segments', containerPath: '/segments' }],
    discovery: { kind: 'dns' }, // packager.media.internal
  });
  new EcsJob(prod, 'royalties', {
    image: 'ghcr.io/acme/royalties:1.8.2',
    schedule: { expression: 'cron(0 2 1 * ? *)', timezone: 'Europe/Madrid' },
    volumes: films,
    mounts,
  });
  new EcsJob(prod, 'thumbnails', {
    image: 'ghcr.io/acme/thumbnails:1.2.0',
    capacity: { kind: 'fargate', spot: {} },
    schedule: { expression: 'rate(15 minutes)', by: 'event-rule' },
    volumes: films,
    mounts,
  });
}

function viewing(prod: EnvironmentStack): void {
  const viewers = new ApplicationLoadBalancer(prod, 'viewers', {
    scheme: 'internet-facing',
    entry: { kind: 'domain', domainName: 'watch.acme.example', hostedZone: HOSTED_ZONE },
    webAcl: { kind: 'managed-rules' },
    accessLogs: { kind: 'create' },
  });
  const oldName = new Certificate(prod, 'tv', { domainName: 'tv.acme.example', hostedZone: HOSTED_ZONE });
  viewers.listener.addCertificate(prod, 'old-name', oldName);

  // A controller of our own decides which version viewers get.
  const player = new EcsService(prod, 'player', {
    image: 'ghcr.io/acme/player:11.0.0',
    port: 8080,
    deployment: { kind: 'external' },
  });
  const route = viewers.listener.addRoute(prod, 'player-route', { target: { kind: 'ip', port: 8080 } });
  new EcsTaskSet(prod, 'player-first', { service: player, route });

  const partners = viewers.addListener('Partners', {
    port: 8443,
    protocol: {
      kind: 'https',
      certificate: oldName,
      mutualTls: {
        kind: 'verify',
        trustStoreArn: 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:truststore/partners/0123456789abcdef',
      },
    },
    clients: [Peer.ipv4('203.0.113.0/24')],
  });
  new EcsService(prod, 'catalog', {
    image: 'ghcr.io/acme/catalog:6.5.0',
    port: 8080,
    expose: { listener: partners, paths: ['/v1'] },
    discovery: {
      kind: 'service-connect',
      tls: {
        certificateAuthorityArn:
          'arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b2c3d-0000-1111-2222-333344445555',
      },
    },
    deployment: { kind: 'rolling', alarms: 'recommended' },
  }).recommendedAlarms({ topicArns: ['arn:aws:sns:eu-west-1:123456789012:on-call'] });
}
