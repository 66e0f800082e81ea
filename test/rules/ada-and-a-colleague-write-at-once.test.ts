import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Content,
  emptyContent,
  itemOf,
  lists,
  placesOf,
  textAt,
  withText,
} from '../../src/organizing/drafting/content.ts';
import { lostBase } from '../../src/organizing/drafting/lost-base.ts';
import { type Conflict, type Merged, merge } from '../../src/organizing/drafting/merge.ts';
import { mergeOrder } from '../../src/organizing/drafting/merge-order.ts';
import { mergeText } from '../../src/organizing/drafting/merge-text.ts';
import { openedAs } from '../../src/organizing/drafting/opened-as.ts';
import { timesAsLong } from '../support/growth.ts';
import { contents, severalLines } from './contents.ts';

const runs = { numRuns: 200 };

const demandsOf = (...texts: string[]): Content => ({
  ...emptyContent(),
  lists: { ...emptyContent().lists, demands: texts.map((text, i) => itemOf('demands', `i${i}`, { text })) },
});

const wordsIn = (text: string): string[] => text.match(/\S+/g) ?? [];

/** Every word that a reader of the merged content and its conflicts sees. */
function seen({ content, conflicts }: { content: Content; conflicts: Conflict[] }): Set<string> {
  const told = conflicts.flatMap((one) => (one.kind === 'text' ? [one.mine, one.theirs] : []));
  return new Set([...placesOf(content)].flatMap(({ text }) => wordsIn(text)).concat(told.flatMap(wordsIn)));
}

describe('laws', () => {
  test('what only one of them changed stands as it is, and nothing is in conflict', () => {
    fc.assert(
      fc.property(contents, contents, (base, x) => {
        expect(merge(base, x, base)).toEqual({ content: x, conflicts: [] });
        expect(merge(base, base, x)).toEqual({ content: x, conflicts: [] });
      }),
      runs,
    );
  });

  test('what both made the same is no conflict', () => {
    fc.assert(
      fc.property(contents, contents, (base, x) => {
        expect(merge(base, x, x)).toEqual({ content: x, conflicts: [] });
      }),
      runs,
    );
  });

  test('no word that either of them added is missing in the content and the conflicts', () => {
    fc.assert(
      fc.property(contents, contents, contents, (base, mine, theirs) => {
        const all = seen(merge(base, mine, theirs));
        const before = new Set([...placesOf(base)].flatMap(({ text }) => wordsIn(text)));
        const typed = [mine, theirs].flatMap((one) => [...placesOf(one)].flatMap(({ text }) => wordsIn(text)));
        expect(typed.filter((word) => !before.has(word) && !all.has(word))).toEqual([]);
      }),
      runs,
    );
  });

  test('a text that is not in conflict has no conflict told, and one that is shows both', () => {
    fc.assert(
      fc.property(severalLines, severalLines, severalLines, (base, mine, theirs) => {
        const { text, conflicts } = mergeText(base, mine, theirs);
        for (const { together } of conflicts) expect(text).toContain(together);
      }),
      runs,
    );
  });

  test('every item of a list stands in it once', () => {
    const ids = fc.uniqueArray(fc.constantFrom(...'a b c d e f g h'.split(' ')));
    fc.assert(
      fc.property(ids, ids, ids, fc.boolean(), (base, mine, theirs, keeps) => {
        const { ids: order } = mergeOrder(base, mine, theirs, () => keeps);
        expect(new Set(order).size).toBe(order.length);
        const added = [...mine, ...theirs].filter((id) => !base.includes(id));
        const untouched = base.filter((id) => mine.includes(id) && theirs.includes(id));
        expect(order).toEqual(expect.arrayContaining([...added, ...untouched]));
      }),
    );
  });

  test('from what a form says of a state, it is brought together as from that state, where only one changed it', () => {
    fc.assert(
      fc.property(contents, contents, (base, x) => {
        expect(merge(lostBase(x, base, openedAs(base)), x, base)).toEqual({ content: x, conflicts: [] });
        expect(merge(lostBase(base, x, openedAs(base)), base, x)).toEqual({ content: x, conflicts: [] });
      }),
      runs,
    );
  });

  test('where both changed it, nothing comes to stand that the state itself would not have let stand', () => {
    fc.assert(
      fc.property(contents, contents, contents, (base, mine, theirs) => {
        const [known, lost] = [base, lostBase(mine, theirs, openedAs(base))].map((from) => merge(from, mine, theirs));
        const placed = ({ content, conflicts }: Merged) => ({
          choices: content.choices,
          ids: lists.map((list) => content.lists[list].map(({ id }) => id)),
          told: conflicts.filter(({ kind }) => kind !== 'text'),
        });
        expect(placed(lost!)).toEqual(placed(known!));
        // and each text is as with that state, or told with both
        const differs = [...placesOf(lost!.content)].filter(({ at, text }) => text !== textAt(known!.content, at));
        const told = lost!.conflicts.map(({ at }) => at);
        expect(differs.filter(({ at }) => !told.includes(at))).toEqual([]);
      }),
      runs,
    );
  });

  test('a form that says nothing of its state leaves it to them', () => {
    const [mine, theirs] = [demandsOf('A'), demandsOf('A', 'B')];
    const told = (opened: string) => merge(lostBase(mine, theirs, opened), mine, theirs).conflicts;
    expect(told(openedAs(mine))).toEqual([]);
    expect(told('')).toEqual([{ kind: 'kept', at: 'demands.i1', by: 'mine' }]);
  });

  test('a merge that let the later one win would be found', () => {
    const [base, mine, theirs] = ['End it', 'End it now', 'End it today'];
    const silent = { content: { ...emptyContent(), texts: { ...emptyContent().texts, title: theirs } }, conflicts: [] };
    expect(wordsIn(mine).filter((word) => !wordsIn(base).includes(word) && !seen(silent).has(word))).toEqual(['now']);
  });
});

describe('what it comes to', () => {
  test('two paragraphs that two people wrote in stand both as they were written', () => {
    const base = 'We build this.\n\nWe wait.\n\nSincerely';
    const merged = mergeText(base, base.replace('build', 'built'), base.replace('wait', 'will not wait'));
    expect(merged).toEqual({ text: 'We built this.\n\nWe will not wait.\n\nSincerely', conflicts: [] });
  });

  test('two words of one paragraph are brought together too', () => {
    const base = 'We build this for people who need it.';
    const merged = mergeText(base, base.replace('build', 'built'), base.replace('need', 'want'));
    expect(merged).toEqual({ text: 'We built this for people who want it.', conflicts: [] });
  });

  describe.each([
    ['list', (i: number) => `- ${['Ana', 'Ben', 'Cho'][i % 3]} ${i}, who builds the part ${i} of the system`],
    ['table', (i: number) => `| site ${i} | the part ${i} | yes |`],
  ])('a %s of many lines', (_what, line) => {
    const linesOf = (many: number) => Array.from({ length: many }, (_, i) => line(i)).join('\n');
    const withPiece = (text: string, at: number) => text.replace(`the part ${at} `, `the piece ${at} `);

    test.each([40, 60, 200, 1_000])('%i, with a word changed at each end, is brought together', (many) => {
      const base = linesOf(many);
      const [first, last] = [1, many - 2];
      expect(mergeText(base, withPiece(base, first), withPiece(base, last))).toEqual({
        text: withPiece(withPiece(base, first), last),
        conflicts: [],
      });
    });

    test('is brought together wherever each of them changed one', () => {
      const two = fc.uniqueArray(fc.nat({ max: 149 }), { minLength: 2, maxLength: 2 });
      fc.assert(
        fc.property(fc.integer({ min: 150, max: 300 }), two, (many, [first, second]) => {
          const base = linesOf(many);
          const merged = mergeText(base, withPiece(base, first!), withPiece(base, second!));
          expect(merged).toEqual({ text: withPiece(withPiece(base, first!), second!), conflicts: [] });
        }),
        { numRuns: 50 },
      );
    });

    test('in which both changed the same word is shown as both wrote it', () => {
      const base = linesOf(60);
      const [mine, theirs] = [base.replace('part 30 ', 'piece 30 '), base.replace('part 30 ', 'bit 30 ')];
      const { text, conflicts } = mergeText(base, mine, theirs);
      expect(conflicts).toMatchObject([{ base, mine, theirs }]);
      expect(text).toBe(`${mine}\n\n${theirs}`);
    });
  });

  test('the same word changed by both is shown with both paragraphs', () => {
    const merged = mergeText('One.\n\nWe wait.\n\nEnd.', 'One.\n\nWe hope.\n\nEnd.', 'One.\n\nWe insist.\n\nEnd.');
    expect(merged.text).toBe('One.\n\nWe hope.\n\nWe insist.\n\nEnd.');
    expect(merged.conflicts).toMatchObject([{ base: 'We wait.\n\n', mine: 'We hope.\n\n', theirs: 'We insist.\n\n' }]);
  });

  test('one moves a demand, the other edits one and adds one', () => {
    const base = demandsOf('A', 'B', 'C');
    const moved = { ...base, lists: { ...base.lists, demands: base.lists.demands.toReversed() } };
    const edited = withText(base, 'demands.i1.text', 'B, in writing');
    edited.lists.demands.push(itemOf('demands', 'new', { text: 'D' }));
    const { content, conflicts } = merge(base, moved, edited);
    expect(content.lists.demands.map(({ fields }) => fields['text'])).toEqual(['C', 'D', 'B, in writing', 'A']);
    expect(conflicts).toEqual([]);
  });

  test('a demand that one removed and the other edited stays, and both are told', () => {
    const base = demandsOf('A', 'B');
    const removed = { ...base, lists: { ...base.lists, demands: base.lists.demands.slice(0, 1) } };
    const { content, conflicts } = merge(base, removed, withText(base, 'demands.i1.text', 'B now'));
    expect(content.lists.demands).toHaveLength(2);
    expect(conflicts).toEqual([{ kind: 'kept', at: 'demands.i1', by: 'mine' }]);
  });

  test('a date that both changed stays one date, and the other is told', () => {
    const on = (closes: string): Content => withText(emptyContent(), 'closes', closes);
    const { content, conflicts } = merge(on('2026-12-01'), on('2026-12-24'), on('2027-01-31'));
    expect(content.texts.closes).toBe('2026-12-24');
    expect(conflicts).toMatchObject([{ at: 'closes', mine: '2026-12-24', theirs: '2027-01-31' }]);
  });

  describe.each([
    ['paragraphs', '\n\n'],
    ['lines', '\n'],
    ['words', ' '],
  ])('the same over and over, as %s,', (_what, between) => {
    const repeated = (times: number) => `a${between}`.repeat(times);
    const mergeRepeated = (times: number) =>
      mergeText(repeated(times), `${repeated(times)}b`, `c${between}${repeated(times)}`);

    test('is merged while it is short', () => {
      expect(mergeRepeated(100)).toEqual({ text: `c${between}${repeated(100)}b`, conflicts: [] });
    });

    // by the third power it would be sixty thousand times as long
    test.each([3_990, 80_000])('and %i times, takes no longer for that, and keeps what both wrote', async (times) => {
      expect(await timesAsLong([100, times], mergeRepeated)).toBeLessThan(times / 5);
      const { text } = mergeRepeated(times);
      expect([text.includes('b'), text.includes('c')]).toEqual([true, true]);
    });
  });

  test('a word changed by each far from the other is merged in a long paragraph', () => {
    const common = 'the right of all of us to be heard '.repeat(200);
    const merged = mergeText(`${common}A B C ${common}`, `${common}A2 B C ${common}`, `${common}A B C2 ${common}`);
    expect(merged).toEqual({ text: `${common}A2 B C2 ${common}`, conflicts: [] });
  });

  test('a thousand demands that both rewrote take no longer for each than one', async () => {
    const rewritten = (many: number) => {
      const of = (text: string) => demandsOf(...Array.from({ length: many }, () => text));
      const repeated = 'a '.repeat(200);
      return merge(of(repeated), of(`${repeated}b`), of(`c ${repeated}`));
    };
    expect(await timesAsLong([1, 1_000], rewritten)).toBeLessThan(100);
  });
});
