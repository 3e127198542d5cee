import { closeUnreleased } from '../../tools/release-changelog';

describe('the changelog', () => {
  it('gets a dated section with what was unreleased, above the older ones', () => {
    const before = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- That.\n\n## [0.1.0] - 2026-01-01\n';
    expect(closeUnreleased(before, '0.2.0', '2026-11-20')).toBe(
      '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-20\n\n### Added\n\n- That.\n\n## [0.1.0] - 2026-01-01\n',
    );
  });

  it('with headings and nothing below them says nothing', () => {
    expect(() =>
      closeUnreleased('## [Unreleased]\n\n### Added\n\n## [0.1.0]\n\n- That.\n', '0.2.0', '2026-11-20'),
    ).toThrow('says nothing under [Unreleased]');
  });
});
