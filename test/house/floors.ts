/** Where everything stands. Whoever opens a new folder gives it a floor here and its rules in .oxlintrc.json. */
export const floors: Record<string, number> = {
  'db/': 1,
  'src/protocol/': 1,
  'src/web/': 1,
  'src/paths.ts': 1,
  'src/config.ts': 1,
  'src/ed25519.ts': 1,
  'src/rsa.ts': 1,
  'src/in-turn.ts': 1,
  'src/letters/': 2,
  'src/mail/': 2,
  'src/world.ts': 2,
  'src/browser/': 2,
  'src/issuing/': 3,
  'src/signing/': 3,
  'src/organizing/': 4,
  'src/reading/': 4,
  'src/ground.ts': 5,
  'src/readers.ts': 5,
  'src/app.ts': 5,
  'src/main.ts': 6,
  'src/cli/': 6,
  'src/dev/': 6,
};

/** The folder, or the file beside the folders, that a path belongs to; undefined where it has no floor. */
export const placeOf = (path: string): string | undefined =>
  Object.keys(floors).find((place) => (place.endsWith('/') ? path.startsWith(place) : path === place));
