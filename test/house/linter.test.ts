import { expect, test } from 'vitest';
import { lintPlanted } from './lint.ts';
import type { Source } from './source.ts';

/** What must not be written, where, and the rule that stops it. */
const refused: [what: string, path: string, text: string, rule: string][] = [
  [
    'a promise that nobody waits for',
    'src/signing/a.ts',
    'export async function sign(): Promise<void> {}\nexport function press(): void {\n  sign();\n}',
    'typescript(no-floating-promises)',
  ],
  [
    'a promise that nobody waits for in the browser',
    'src/browser/x.ts',
    'async function ask(): Promise<void> {}\nask();',
    'typescript(no-floating-promises)',
  ],
  [
    'a promise where a plain answer is expected',
    'src/signing/b.ts',
    'export const anySigned = (signs: (() => Promise<boolean>)[]) => signs.filter((sign) => sign());',
    'typescript(no-misused-promises)',
  ],
  [
    'a circle of types',
    'src/letters/c.ts',
    "import type { D } from './d.ts';\nexport interface C {\n  d: D;\n}",
    'import(no-cycle)',
  ],
  [
    'the other half of that circle',
    'src/letters/d.ts',
    "import type { C } from './c.ts';\nexport interface D {\n  c: C;\n}",
    'import(no-cycle)',
  ],
  [
    'a type taken from another file where no import shows it',
    'src/signing/e.ts',
    "export type Key = import('../issuing/keys.ts').Keys;",
    'typescript(consistent-type-imports)',
  ],
  [
    'an import of types alone that loads the file when the program runs',
    'src/signing/f.ts',
    "import { type World } from '../world.ts';\nexport const now = (world: World) => world.now();",
    'typescript(no-import-type-side-effects)',
  ],
  [
    'a clock in a feature',
    'src/reading/g.ts',
    'export const now = () => Date.now();',
    'eslint(no-restricted-properties)',
  ],
  [
    'a clock handed on in a feature',
    'src/reading/h.ts',
    'export const { now } = Date;',
    'eslint(no-restricted-properties)',
  ],
  [
    'a random number in a feature',
    'src/issuing/i.ts',
    'export const draw = () => Math.random();',
    'eslint(no-restricted-properties)',
  ],
  [
    'a setting read in a feature',
    'src/web/j.ts',
    "export const port = process.env['PORT'];",
    'eslint(no-restricted-properties)',
  ],
  [
    'a setting read beside the databases',
    'db/k.ts',
    'export const { env } = process;',
    'eslint(no-restricted-properties)',
  ],
  ['a word on the console', 'src/mail/l.ts', "console.log('a mailbox');", 'eslint(no-console)'],
  ['a file of 251 lines', 'src/web/m.ts', '//\n'.repeat(251), 'eslint(max-lines)'],
  [
    'a function of 61 lines',
    'src/web/n.ts',
    `export function long(): void {\n${'  //\n'.repeat(59)}}\n`,
    'eslint(max-lines-per-function)',
  ],
  [
    'any',
    'src/letters/o.ts',
    'export const read = (given: any): string => String(given);',
    'typescript(no-explicit-any)',
  ],
  [
    'a word of a union that no case answers',
    'src/letters/p.ts',
    "export function explain(fault: 'late' | 'lost'): void {\n  switch (fault) {\n    case 'late':\n  }\n}",
    'typescript(switch-exhaustiveness-check)',
  ],
  [
    'the Passport that everybody shares',
    'src/issuing/strategy.ts',
    "import passport from 'passport';\nexport const authenticate = passport.authenticate('mailed-code');",
    'eslint(no-restricted-imports)',
  ],
  [
    'an expectation that may never be asked',
    'test/rules/q.test.ts',
    "import { expect, test } from 'vitest';\ntest('it holds', () => {\n  if (Number('1') > 2) expect(1).toBe(2);\n});",
    'vitest(no-conditional-expect)',
  ],
  [
    'a rule switched off where it has nothing to say',
    'src/letters/r.ts',
    '// oxlint-disable-next-line no-console -- for no reason\nexport const quiet = true;',
    'oxlint',
  ],
];

/** What may be written there, although it may not elsewhere. */
const allowed: [what: string, path: string, text: string][] = [
  [
    'makes a Passport of its own, with the types of Express',
    'src/organizing/accounts/sign-in.ts',
    "import type { RequestHandler } from 'express';\nimport { Passport } from 'passport';\n" +
      "export const signIn = (): RequestHandler => new Passport().authenticate('mailed-link') as RequestHandler;",
  ],
  ['reads the environment', 'src/config.ts', "export const port = process.env['PORT'];"],
  ['reads the clock', 'src/world.ts', 'export const now = Date.now;'],
  ['speaks on the console', 'src/cli/s.ts', "console.log('Stored.');"],
  ['draws a random number', 'src/dev/t.ts', 'export const draw = () => Math.random();'],
  ['has a function of 60 lines', 'src/web/u.ts', `export function long(): void {\n${'  //\n'.repeat(58)}}\n`],
  ['has 250 lines', 'src/web/v.ts', `${'//\n'.repeat(249)}export const last = 250;`],
];

const findings = lintPlanted([...refused, ...allowed].map(([, path, text]): Source => ({ path, text: `${text}\n` })));
const rulesAt = (path: string) => findings.filter((finding) => finding.path === path).map(({ rule }) => rule);

test.each(refused)('the linter refuses %s', (_what, path, _text, rule) => {
  expect(rulesAt(path)).toContain(rule);
});

test.each(allowed)('a file that %s is at its place', (_what, path) => {
  expect(rulesAt(path)).toEqual([]);
});
