/** What an image is built for, as a task definition spells it. */
export type CpuArchitecture = 'X86_64' | 'ARM64';

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RuntimePlatform.html */
export type OperatingSystem = 'LINUX' | `WINDOWS_SERVER_${2019 | 2022 | 2025}_${'CORE' | 'FULL'}`;
