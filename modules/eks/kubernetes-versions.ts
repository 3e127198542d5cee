import type { Issue } from '../shared/problems';
import { check, checkLiteral } from '../shared/validation';

/** A Kubernetes minor on EKS and its dates, UTC days. */
export interface KubernetesRelease {
  readonly version: string;
  readonly released: string;
  /** From the day after it EKS bills extended support by the hour, or upgrades the control plane by force. */
  readonly endOfStandardSupport: string;
  /** After it EKS upgrades the control plane by force. */
  readonly endOfExtendedSupport: string;
}

/**
 * Newest first, read on 2026-11-20.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html#kubernetes-release-calendar
 */
export const KUBERNETES_RELEASES: readonly KubernetesRelease[] = [
  {
    version: '1.36',
    released: '2026-06-02',
    endOfStandardSupport: '2027-08-02',
    endOfExtendedSupport: '2028-08-02',
  },
  {
    version: '1.35',
    released: '2026-01-28',
    endOfStandardSupport: '2027-03-27',
    endOfExtendedSupport: '2028-03-27',
  },
  {
    version: '1.34',
    released: '2025-10-02',
    endOfStandardSupport: '2026-12-02',
    endOfExtendedSupport: '2027-12-02',
  },
  {
    version: '1.33',
    released: '2025-05-28',
    endOfStandardSupport: '2026-07-29',
    endOfExtendedSupport: '2027-07-29',
  },
  {
    version: '1.32',
    released: '2025-01-25',
    endOfStandardSupport: '2026-03-23',
    endOfExtendedSupport: '2027-03-23',
  },
  {
    version: '1.31',
    released: '2024-09-26',
    endOfStandardSupport: '2025-11-26',
    endOfExtendedSupport: '2026-11-26',
  },
  {
    version: '1.30',
    released: '2024-05-23',
    endOfStandardSupport: '2025-07-23',
    endOfExtendedSupport: '2026-07-23',
  },
];

/**
 * The newest minor of the table: it stays longest in standard support, and its add-on versions are pinned in
 * `addon-versions.ts`. A release of this library that moves it says so in the changelog, because the cluster follows.
 */
export const DEFAULT_KUBERNETES_VERSION = '1.36';

const SEE = 'https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html';

/** Days before the end of standard support in which synth reminds of the upgrade. */
const REMINDER_DAYS = 60;

/** The number after the dot: 36 of `1.36`; nothing where the text is not a minor version. */
export function minorOf(version: string): number | undefined {
  const minor = /^1\.(\d{2})$/.exec(version)?.[1];
  return minor === undefined ? undefined : Number(minor);
}

/** Refuses what is not a minor version and what EKS no longer runs; newer than the table is left to AWS. */
export function validateKubernetesVersion(version: string | undefined, today = new Date()): Issue[] {
  const supported = KUBERNETES_RELEASES.filter(({ endOfExtendedSupport }) => !isOver(endOfExtendedSupport, today))
    .map((release) => release.version)
    .reverse();
  const rule = {
    limit: `a Kubernetes version supported by EKS today, as text: ${supported.join(', ')} or newer`,
    fix: `write version: '${DEFAULT_KUBERNETES_VERSION}' (a number such as 1.30 turns into 1.3; no "v", no patch number, no "latest")`,
    see: SEE,
  };
  const oldest = Math.min(...supported.map((known) => minorOf(known) ?? 0));
  const malformed = check('version', version, (text) => typeof text === 'string' && minorOf(text) !== undefined, rule);
  return [
    ...checkLiteral('version', version),
    ...malformed,
    ...(malformed.length > 0
      ? []
      : check('version', version, (text) => (minorOf(text) ?? 0) >= oldest, { ...rule, rule: 'eks.version-ended' })),
  ];
}

/** What is legal today and needs a date in the calendar. */
export function kubernetesVersionWarnings(version: string, today = new Date()): Issue[] {
  const release = KUBERNETES_RELEASES.find((known) => known.version === version);
  if (release === undefined) return newerThanTable(version);
  const { endOfStandardSupport, endOfExtendedSupport } = release;
  if (isOver(endOfExtendedSupport, today)) return [];
  const fix = 'plan the upgrade: one minor at a time, the control plane first, then add-ons and nodes';
  if (isOver(endOfStandardSupport, today)) {
    const limit = `a version in standard support; ${version} left it on ${endOfStandardSupport}, is billed as extended support until ${endOfExtendedSupport}, and is upgraded by force then`;
    return [{ field: 'version', value: version, limit, fix, see: SEE }];
  }
  if (!isOver(endOfStandardSupport, new Date(today.getTime() + REMINDER_DAYS * 86_400_000))) return [];
  const limit = `a version with more than ${REMINDER_DAYS} days of standard support left; that of ${version} ends on ${endOfStandardSupport}`;
  return [{ field: 'version', value: version, limit, fix, see: SEE }];
}

function newerThanTable(version: string): Issue[] {
  const newest = minorOf(DEFAULT_KUBERNETES_VERSION) ?? 0;
  if ((minorOf(version) ?? 0) <= newest) return [];
  return [
    {
      field: 'version',
      value: version,
      limit: `a version whose support dates this library knows, up to ${DEFAULT_KUBERNETES_VERSION}; a newer one is passed on as it is`,
      fix: 'check that EKS and your charts support it, and update the library when it does',
      see: SEE,
    },
  ];
}

function isOver(day: string, today: Date): boolean {
  return today.getTime() > Date.parse(`${day}T23:59:59Z`);
}
