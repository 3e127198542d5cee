/** Closes the section `[Unreleased]` of a changelog as a version, and opens an empty one above it. */
export function closeUnreleased(changelog: string, version: string, date: string): string {
  const heading = '## [Unreleased]\n';
  const start = changelog.indexOf(heading);
  if (start < 0) throw new Error('CHANGELOG.md has no section "## [Unreleased]".');
  const [before, after] = [changelog.slice(0, start + heading.length), changelog.slice(start + heading.length)];
  const next = after.search(/^## \[/m);
  const entries = (next < 0 ? after : after.slice(0, next)).replace(/^#+ .*$/gm, '').trim();
  if (entries === '') throw new Error('CHANGELOG.md says nothing under [Unreleased]: what is this release for?');
  return `${before}\n## [${version}] - ${date}\n${after}`;
}
