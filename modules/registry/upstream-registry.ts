import { ecrHost } from './ecr-host';

/** Registries that ECR can keep copies of, by name. */
export type PublicUpstream = 'ecr-public' | 'kubernetes' | 'quay' | 'docker-hub' | 'github' | 'gitlab' | 'chainguard';

export type Upstream =
  | PublicUpstream
  /** `acme` of acme.azurecr.io. */
  | { readonly kind: 'azure'; readonly registry: string }
  /** ECR of another region, or of another account with a role that ECR takes to pull there. */
  | { readonly kind: 'ecr'; readonly accountId: string; readonly region: string; readonly roleArn?: string };

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const PUBLIC: Readonly<Record<PublicUpstream, { readonly url: string; readonly login: boolean }>> = {
  'ecr-public': { url: 'public.ecr.aws', login: false },
  kubernetes: { url: 'registry.k8s.io', login: false },
  quay: { url: 'quay.io', login: false },
  'docker-hub': { url: 'registry-1.docker.io', login: true },
  github: { url: 'ghcr.io', login: true },
  gitlab: { url: 'registry.gitlab.com', login: true },
  chainguard: { url: 'cgr.dev', login: true },
};

/** The address of a registry, and whether ECR needs a user name and password for it. */
export function upstreamFacts(upstream: Upstream): { readonly url: string; readonly login: boolean } {
  if (typeof upstream === 'string') return PUBLIC[upstream];
  return upstream.kind === 'azure'
    ? { url: `${upstream.registry}.azurecr.io`, login: true }
    : { url: ecrHost(upstream.accountId, upstream.region), login: false };
}

/** What the upstream calls an image: Docker Hub keeps `nginx` as `library/nginx`. */
export function upstreamName(upstream: Upstream, name: string): string {
  return upstream === 'docker-hub' && !name.includes('/') ? `library/${name}` : name;
}
