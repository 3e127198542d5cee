/** One wrong field: what was given, what is allowed, what to write instead, and who says so. */
export interface Issue {
  /** Path of the field in the props, `containers[0].memoryMib`. */
  readonly field: string;
  readonly value: unknown;
  readonly limit: string;
  readonly fix: string;
  /** The page that states the limit. */
  readonly see: string;
  /** Id that `unchecked` accepts, for a refusal of something AWS may allow tomorrow. */
  readonly rule?: string;
  /** A secret is in the value: the message says so instead of printing it. */
  readonly secret?: boolean;
}

/** An issue and where it is. */
export interface Problem extends Issue {
  /** Path of the construct, `dev-ecs/Cluster`. */
  readonly path: string;
  /** Its class, `EcsCluster`. */
  readonly type: string;
}

/** Consent to one refusal, which stays in the code with its reason. */
export interface Unchecked {
  /** The rule's id, as the message names it. */
  readonly rule: string;
  /** Why it is right here; at least ten characters, for the next reader. */
  readonly reason: string;
}
