/** A device of the host; only on EC2. */
export interface Device {
  readonly hostPath: string;
  /** @default the path on the host */
  readonly containerPath?: string;
  /** @default all three */
  readonly permissions?: readonly ('read' | 'write' | 'mknod')[];
}

/** A directory in memory; it counts against the container's memory. */
export interface Tmpfs {
  /** Absolute path. */
  readonly containerPath: string;
  /** MiB, at least 1. */
  readonly sizeMib: number;
  /** `noexec`, `mode=1777` ... @default the runtime's: rw, noexec, nosuid, nodev */
  readonly mountOptions?: readonly string[];
}

/** Options of the Linux kernel for one container. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LinuxParameters.html */
export interface LinuxParameters {
  /** Root rights to give or to take; Fargate gives only `SYS_PTRACE`. @default Docker's list */
  readonly capabilities?: { readonly add?: readonly Capability[]; readonly drop?: readonly Capability[] };
  /** Only on EC2. @default none */
  readonly devices?: readonly Device[];
  /** A small init process passes signals on and reaps children. @default false */
  readonly initProcessEnabled?: boolean;
  /** MiB of `/dev/shm`; only on EC2. @default the runtime's, 64 */
  readonly sharedMemorySizeMib?: number;
  /** MiB of swap; only on EC2. @default no limit of its own */
  readonly maxSwapMib?: number;
  /** 0-100; only on EC2, together with `maxSwapMib`. @default 60 */
  readonly swappiness?: number;
  /** Directories in memory. @default none */
  readonly tmpfs?: readonly Tmpfs[];
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Ulimit.html */
export const ULIMITS = [
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
] as const;

/** A limit of the operating system for the processes of a container. */
export interface ResourceLimit {
  readonly name: (typeof ULIMITS)[number];
  readonly soft: number;
  readonly hard: number;
}

/** A kernel parameter, `net.core.somaxconn`. */
export interface SystemControl {
  readonly namespace: string;
  readonly value: string;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_KernelCapabilities.html */
export const CAPABILITIES = [
  'ALL',
  'AUDIT_CONTROL',
  'AUDIT_WRITE',
  'BLOCK_SUSPEND',
  'CHOWN',
  'DAC_OVERRIDE',
  'DAC_READ_SEARCH',
  'FOWNER',
  'FSETID',
  'IPC_LOCK',
  'IPC_OWNER',
  'KILL',
  'LEASE',
  'LINUX_IMMUTABLE',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'MKNOD',
  'NET_ADMIN',
  'NET_BIND_SERVICE',
  'NET_BROADCAST',
  'NET_RAW',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_CHROOT',
  'SYS_MODULE',
  'SYS_NICE',
  'SYS_PACCT',
  'SYS_PTRACE',
  'SYS_RAWIO',
  'SYS_RESOURCE',
  'SYS_TIME',
  'SYS_TTY_CONFIG',
  'SYSLOG',
  'WAKE_ALARM',
] as const;

export type Capability = (typeof CAPABILITIES)[number];
