import { expect, test } from 'vitest';
import { emptyContent, itemOf, withList } from '../../src/organizing/drafting/content.ts';
import { edited } from '../../src/organizing/drafting/edit.ts';
import { wordsIn } from '../../src/web/speak.ts';

function halves(text: string): (string | undefined)[] {
  const content = withList(emptyContent(), 'demands', () => [itemOf('demands', 'a', { text })]);
  const edit = { what: 'split', list: 'demands', id: 'a' } as const;
  return edited(content, edit, () => 'b', { words: wordsIn('en'), isHere: () => false }).content.lists.demands.map(
    ({ fields }) => fields['text'],
  );
}

test.each([
  ['at the first line', 'One.\nTwo; three.\nFour.', ['One.', 'Two; three.\nFour.']],
  ['at blank lines, which go', '\n One \n\n \n Two\n', ['One', 'Two']],
  ['else behind a sentence', 'Is it 1.5? It is.  It is!', ['Is it 1.5?', 'It is.  It is!']],
  [
    'else behind a semicolon, which goes',
    'Reply in public; reply to all of it',
    ['Reply in public', 'reply to all of it'],
  ],
  ['nowhere where it is one', 'Reply in public, to all of it.', ['Reply in public, to all of it.']],
  ['nowhere where nothing is behind it', 'Reply. \n', ['Reply. \n']],
  ['nowhere where there is nothing', '', ['']],
])('a demand is split %s', (_, text, split) => {
  expect(halves(text)).toEqual(split);
});

test('a demand of nothing but line ends is split in time', () => {
  expect(halves(`a${'\n'.repeat(20_000)}`)).toHaveLength(1);
  expect(halves(`a${' \n'.repeat(20_000)}b`)).toEqual(['a', 'b']);
});
