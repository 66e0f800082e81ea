import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Content,
  emptyContent,
  itemOf,
  placesOf,
  textAt,
  withList,
  withText,
} from '../../src/organizing/drafting/content.ts';
import { type Conflict, merge } from '../../src/organizing/drafting/merge.ts';
import { choicesOf, resolved } from '../../src/organizing/drafting/resolve.ts';
import { contents, severalLines } from './contents.ts';

type TextOf = Extract<Conflict, { kind: 'text' }>;

const bodied = (body: string): Content => withText(emptyContent(), 'body', body);
const mergedBodies = (...bodies: [base: string, mine: string, theirs: string]) => {
  const [base, mine, theirs] = bodies.map(bodied) as [Content, Content, Content];
  return merge(base, mine, theirs);
};

/** What the form sends of these conflicts, each with a choice. */
function chosen(content: Content, conflicts: Conflict[], choices: string[]): Record<string, string> {
  const sent = conflicts.map((conflict, i) => [
    [`conflict.${i}`, choicesOf(conflict, content).carried],
    [`choice.${i}`, choices[i]!],
  ]);
  return Object.fromEntries(sent.flat()) as Record<string, string>;
}

const isText = (conflict: Conflict): conflict is TextOf => conflict.kind === 'text';

describe('what Ada chooses', () => {
  test('changes nothing outside of what was in conflict', () => {
    const choice = fc.constantFrom('mine' as const, 'theirs' as const);
    fc.assert(
      fc.property(severalLines, severalLines, severalLines, choice, (base, mine, theirs, choose) => {
        const { content, conflicts } = mergedBodies(base, mine, theirs);
        const text = content.texts.body;
        let end = 0;
        for (const conflict of conflicts.filter(isText)) {
          // the regions stand one behind the other
          expect(conflict.start).toBeGreaterThanOrEqual(end);
          end = conflict.start + conflict.together.length;
          expect(text.slice(conflict.start, end)).toBe(conflict.together);
          const after = resolved(content, chosen(content, [conflict], [choose]));
          expect(after.texts.body).toBe(text.slice(0, conflict.start) + conflict[choose] + text.slice(end));
          expect({ ...after, texts: { ...after.texts, body: text } }).toEqual(content);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('for several at once is as if for each alone', () => {
    fc.assert(
      fc.property(severalLines, severalLines, severalLines, fc.array(fc.boolean()), (base, mine, theirs, flags) => {
        const { content, conflicts } = mergedBodies(base, mine, theirs);
        const choices = conflicts.map((_one, i) => (flags[i] ? ('mine' as const) : ('theirs' as const)));
        const pieces: string[] = [];
        let end = 0;
        conflicts.filter(isText).forEach((conflict, i) => {
          pieces.push(content.texts.body.slice(end, conflict.start), conflict[choices[i]!]);
          end = conflict.start + conflict.together.length;
        });
        pieces.push(content.texts.body.slice(end));
        expect(resolved(content, chosen(content, conflicts, choices)).texts.body).toBe(pieces.join(''));
      }),
      { numRuns: 500 },
    );
  });

  // theirs took out the last of them, and mine wrote the word that stands above too
  const base = 'Casino\n\nno\n\nyes\n\nno\n\nmaybe\n\nEnd.';
  const mine = 'Casino\n\nno\n\nyes\n\nno\n\nno\n\nEnd.';
  const theirs = 'Casino\n\nno\n\nyes\n\nno\n\nEnd.';

  test('of one word in a long list is that line, and no other that reads the same', () => {
    const { content, conflicts } = mergedBodies(base, mine, theirs);
    expect(conflicts).toMatchObject([{ mine: 'no\n\n', theirs: '' }]);
    expect(resolved(content, chosen(content, conflicts, ['theirs'])).texts.body).toBe(theirs);
  });

  test.each([
    ['before it', 'At once: ', '', true],
    ['behind it', '', ' Now.', true],
    ['on both sides', 'At once: ', ' Now.', false],
  ])('holds where she wrote on %s, unless nobody can tell any more which it was', (_where, before, behind, isFound) => {
    const { content, conflicts } = mergedBodies(base, mine, theirs);
    const edited = withText(content, 'body', before + content.texts.body + behind);
    const after = resolved(edited, chosen(content, conflicts, ['theirs'])).texts.body;
    expect(after).toBe(before + (isFound ? theirs : mine) + behind);
  });

  test('holds where it stands there only once, whatever she wrote around it', () => {
    const { content, conflicts } = mergedBodies('a\n\nb\n\nc', 'a\n\nhers\n\nc', 'a\n\nours\n\nc');
    const edited = withText(content, 'body', `X ${content.texts.body} Y`);
    expect(resolved(edited, chosen(content, conflicts, ['theirs'])).texts.body).toBe('X a\n\nours\n\nc Y');
  });

  test('leaves a field that she emptied and then wrote in as she wrote it', () => {
    const on = (from: string) => withText(emptyContent(), 'from', from);
    const { content, conflicts } = merge(on('Us'), on(''), on('Haldeners'));
    expect(resolved(content, chosen(content, conflicts, ['theirs'])).texts.from).toBe('Haldeners');
    const edited = withText(content, 'from', 'All of us');
    expect(resolved(edited, chosen(content, conflicts, ['theirs'])).texts.from).toBe('All of us');
  });

  test.each(['', '{', 'null', '{"kind":"text","at":"body","mine":"x","theirs":"y","together":""}'])(
    'that our form did not carry (%s) changes nothing',
    (carried) => {
      const content = bodied('Words.');
      expect(resolved(content, { 'conflict.0': carried, 'choice.0': 'theirs' })).toEqual(content);
    },
  );
});

describe('a value that is one or the other', () => {
  const one = { headcount: '1 000', headcountSource: 'https://a b' };
  const fields = [
    ...['slug', 'language', 'closes', 'openAt', 'sealUntil', 'releaseMin', 'releaseEvery'],
    ...['demands.i1.status', 'evidence.i1.link', 'evidence.i1.date', 'evidence.i1.copy', 'evidence.i1.stored'],
    ...['employers.i1.headcount', 'employers.i1.headcountSource', 'organizations.i1.url'],
  ];
  const withItems = (['demands', 'evidence', 'employers', 'organizations'] as const).reduce(
    (content, list) => withList(content, list, () => [itemOf(list, 'i1', one)]),
    emptyContent(),
  );
  const parts = fc.constantFrom('1', '2', '000', 'ab'.repeat(32), 'https://halden.example');

  test.each(fields)('at %s is never made of both, and both is not offered', (at) => {
    const value = fc.array(parts, { maxLength: 3 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(value, value, value, (was, mine, theirs) => {
        const [from, hers, ours] = [was, mine, theirs].map((text) => withText(withItems, at, text));
        const { content, conflicts } = merge(from!, hers!, ours!);
        expect([mine, theirs]).toContain(textAt(content, at));
        for (const conflict of conflicts) {
          const { choices } = choicesOf(conflict, content);
          expect(choices.map((choice) => choice.value)).toEqual(['mine', 'theirs']);
          for (const choice of ['mine', 'theirs'])
            expect(textAt(resolved(content, chosen(content, [conflict], [choice])), at)).toBe(
              choice === 'mine' ? mine : theirs,
            );
        }
      }),
      { examples: [['1 000 000', '2 000 000', '1 000 001']] },
    );
  });

  test('is never made of both in any content; words still are', () => {
    fc.assert(
      fc.property(contents, contents, contents, (base, mine, theirs) => {
        const { content } = merge(base, mine, theirs);
        for (const { at, text } of placesOf(content)) {
          if (!fields.includes(at.replace(/\.i\d\./, '.i1.'))) continue;
          expect([textAt(mine, at), textAt(theirs, at)]).toContain(text);
        }
      }),
      { numRuns: 200 },
    );
    const on = (title: string) => withText(emptyContent(), 'title', title);
    expect(merge(on('We ask all of you'), on('We beg all of you'), on('We ask all of them')).content).toEqual(
      on('We beg all of them'),
    );
  });
});
