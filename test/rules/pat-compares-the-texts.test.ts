import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type SignedText, signedTextAfter } from '../../src/signing/signed-text.ts';
import { type Counted, type Totals, changeTotals, noTotals } from '../../src/signing/totals.ts';

const GROUP = 10;

/** What a release does: new signatures of each text, and signatories of an earlier one who confirm the latest. */
interface Step {
  onLatest: number;
  onEarlier: number;
  confirm: number;
  /** Whether the text was amended before it. */
  amended: boolean;
}

interface Seen {
  total: number;
  version: number;
  /** As published: with the latest text, and with any earlier. */
  latest: number;
  earlier: number;
  /** How many do stand with the latest text. */
  actual: number;
}

type Rule = typeof signedTextAfter;

/** Plays the releases, and gives what the page shows after each, and right after each amendment. */
function played(steps: Step[], rule: Rule): Seen[] {
  const seen: Seen[] = [];
  let [total, actual, version, published]: [number, number, number, SignedText] = [0, 0, 1, { version: 1, count: 0 }];
  const show = () => {
    const latest = published.version === version ? published.count : 0;
    seen.push({ total, version, latest, earlier: total - latest, actual });
  };
  for (const { onLatest, onEarlier, confirm, amended } of steps) {
    if (amended) {
      [version, actual] = [version + 1, 0];
      show();
    }
    // before there is a second text, all sign the first
    const after = total + onLatest + onEarlier;
    actual += onLatest + (version === 1 ? onEarlier : Math.min(confirm, total - actual));
    published = rule(published, { total: { before: total, after }, actual, latest: version, group: GROUP });
    total = after;
    show();
  }
  return seen;
}

const step = fc.record({
  ...{ onLatest: fc.nat(30), onEarlier: fc.oneof(fc.constant(0), fc.nat(15)), confirm: fc.nat(15) },
  amended: fc.boolean(),
});
/** The release rule: nothing is published below a group. */
const steps = fc.array(
  step.filter(({ onLatest, onEarlier }) => onLatest + onEarlier >= GROUP),
  { maxLength: 12 },
);

/** Every number of people that Pat computes by comparing what is shown after two releases of one text. */
const attack = (rule: Rule) =>
  fc.property(steps, (some) => {
    const seen = played(some, rule);
    for (const [i, now] of seen.entries()) {
      const before = seen[i - 1];
      if (!before || before.version !== now.version || now.version === 1) continue;
      for (const people of [now.latest - before.latest, now.earlier - before.earlier])
        if (people !== 0) expect(Math.abs(people)).toBeGreaterThanOrEqual(GROUP);
    }
  });

describe('Pat, comparing who signed which text after each release,', () => {
  test('never finds few people who confirmed the new one', () => {
    fc.assert(attack(signedTextAfter), { numRuns: 2_000 });
  });

  test('would find them if the true numbers were shown', () => {
    const naive: Rule = (_published, { actual, latest }) => ({ version: latest, count: actual });
    expect(fc.check(attack(naive), { numRuns: 2_000 }).failed).toBe(true);
  });

  test('would find them if only the number itself had to grow by a group', () => {
    const large: Rule = (published, { actual, latest, group }) => {
      const last = published.version === latest ? published.count : 0;
      return { version: latest, count: actual - last >= group ? actual : last };
    };
    expect(fc.check(attack(large), { numRuns: 2_000 }).failed).toBe(true);
  });
});

test('nobody is shown with a text that they did not sign', () => {
  fc.assert(
    fc.property(steps, (some) => {
      for (const { latest, earlier, actual, version } of played(some, signedTextAfter)) {
        expect(version > 1 ? latest : 0).toBeLessThanOrEqual(actual);
        expect(earlier).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

describe('the numbers of a letter that was amended', () => {
  const by = (version: number): Counted => ({ shown: 'anonymous', employer: 0, pledges: [], version });
  const many = (count: number, version: number) => Array.from({ length: count }, () => by(version));
  const first = changeTotals(noTotals(1, 0), many(96, 1), [], GROUP);
  const release = (before: Totals, added: Counted[], removed: Counted[] = []) =>
    changeTotals(before, added, removed, GROUP, GROUP, 2);

  test('begin with all on the earlier text, and those who sign after it on the new', () => {
    expect(first).toMatchObject({ versions: [96], signedText: { version: 1, count: 96 } });
    expect(release(first, many(12, 2))).toMatchObject({ versions: [96, 12], signedText: { version: 2, count: 12 } });
  });

  test('move for those who confirm when they are a group', () => {
    const few = release(first, [...many(12, 2), ...many(9, 2)], many(9, 1));
    expect(few).toMatchObject({ total: 108, versions: [87, 21], signedText: { count: 12 } });
    const enough = release(few, [...many(10, 2), ...many(1, 2)], many(1, 1));
    expect(enough).toMatchObject({ total: 118, versions: [86, 32], signedText: { count: 32 } });
  });

  test('follow those who withdraw, and never fall below nothing', () => {
    const gone = release(first, [], many(3, 1));
    expect(gone).toMatchObject({ total: 93, versions: [93, 0], signedText: { version: 2, count: 0 } });
    const all = release(gone, [], many(93, 1));
    expect(all).toMatchObject({ total: 0, versions: [0, 0], signedText: { count: 0 } });
  });

  test('of a release from before there were versions are those of version 1', () => {
    const { versions: _versions, signedText: _signedText, ...old } = first;
    expect(release(old, many(12, 2))).toMatchObject({ versions: [96, 12], signedText: { version: 2, count: 12 } });
  });
});
