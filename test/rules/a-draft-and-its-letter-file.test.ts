import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readLetterFile, writeLetterFile } from '../../src/letters/letter-file.ts';
import { emptyContent, itemOf, withList, withText } from '../../src/organizing/drafting/content.ts';
import { contentOf, draftOf } from '../../src/organizing/drafting/letter-of.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { contents } from './contents.ts';
import { drafts } from './drafts.ts';

function numbered(): () => string {
  let next = 0;
  return () => `i${next++}`;
}

const faultsOf = (...args: Parameters<typeof draftOf>): string[] => {
  const read = draftOf(...args);
  return 'draft' in read ? [] : read.faults.map(({ at, message }) => `${at}: ${wordsIn('en').say(message)}`);
};

test('any letter becomes a draft under work and the same letter again', () => {
  fc.assert(
    fc.property(drafts, (letter) => {
      const again = { ...letter, status: 'draft' as const };
      expect(draftOf(contentOf(again, numbered()))).toEqual({ draft: again });
      expect(readLetterFile(writeLetterFile(again))).toEqual({ draft: again });
    }),
  );
});

test('whatever was typed is a letter, or has faults at places that exist', () => {
  fc.assert(
    fc.property(contents, (content) => {
      const read = draftOf(content);
      if ('draft' in read) return;
      expect(read.faults.length).toBeGreaterThan(0);
      for (const { at } of read.faults) expect(at).toMatch(/^[a-zA-Z]+(\.[a-z0-9]+(\.\w+)?)?$/);
    }),
  );
});

test('an empty draft says what a letter file says', () => {
  expect(faultsOf(emptyContent())).toEqual([
    'title: is required',
    'to: needs at least one addressee',
    'employers: needs at least one employer',
  ]);
});

test('a fault is told at its own item and field', () => {
  const ada = (content = emptyContent()) => withText(content, 'title', 'Answer us');
  const to = withList(ada(), 'to', () => [itemOf('to', 'i1', { name: 'Jo Doe' })]);
  const employer = itemOf('employers', 'i2', { name: 'Corp', domains: 'corp.com, gmail.com', headcount: 'many' });
  const faulty = withList(to, 'employers', () => [employer]);
  expect(faultsOf(faulty)).toEqual([
    'employers.i2.domains: "gmail.com" is a provider of free mailboxes',
    'employers.i2.headcount: must be a whole number from 1 to 10000000',
  ]);
  const sound = withText(withText(faulty, 'employers.i2.domains', 'corp.com'), 'employers.i2.headcount', '1200');
  expect(faultsOf(withText(sound, 'body', 'Hello.'))).toEqual([]);
  expect(faultsOf(withText(withText(sound, 'body', 'Hello.'), 'closes', 'soon'))).toEqual([
    'closes: must be a date such as 2026-12-31',
  ]);
  expect(faultsOf(withText(withText(sound, 'body', 'Hello.'), 'releaseMin', '2'))[0]).toMatch(/^releaseMin: must be/);
});
