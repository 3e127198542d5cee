/** Names that usually hold a secret ... */
const SECRET_NAME =
  /(^|_)(pass(word|wd|phrase)?|pwd|secrets?|token|credentials?|(api|private|access|secret|encryption|signing)_?key)(_|$)/i;
/** ... and endings that say where it is, or how it behaves, instead. */
const ABOUT_A_SECRET =
  /_(arn|name|id|file|path|url|uri|ttl|length|expir\w*|seconds|minutes|hours|days|type|algorithm|issuer)$/i;

/** Text that is a credential whatever it is called. */
const CREDENTIALS: readonly RegExp[] = [
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
];

/** `DB_PASSWORD`, but not `DB_PASSWORD_FILE`. */
export function namesASecret(name: string): boolean {
  return SECRET_NAME.test(name) && !ABOUT_A_SECRET.test(name);
}

/** An AWS access key, a private key, a token of GitHub or Slack. */
export function isCredential(text: string): boolean {
  return CREDENTIALS.some((pattern) => pattern.test(text));
}
