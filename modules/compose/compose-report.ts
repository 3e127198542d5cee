/** A field that changes nothing on ECS. */
export interface IgnoredField {
  /** Its path, `compose.services.web.build`. */
  readonly field: string;
  /** Why nothing is lost. */
  readonly reason: string;
}

/** What an import made of the fields of its files. Every other field was taken over, or refused as a problem at synth. */
export interface ComposeReport {
  /** Paths of fields that nothing here knows; each is a problem at synth too. */
  readonly unknownFields: readonly string[];
  readonly ignored: readonly IgnoredField[];
}
