import fc from 'fast-check';
import {
  type Content,
  type Item,
  type ListField,
  choiceFields,
  listFields,
  lists,
  textFields,
} from '../../src/organizing/drafting/content.ts';

/** Words that trip over objects, patterns or each other. */
const words = fc.oneof(
  fc.constantFrom(
    ...'we ask end the contract constructor __proto__ toString a a b $& [demands] 日本 עברית 👩‍🏭'.split(' '),
  ),
  fc.string({ minLength: 1, maxLength: 4 }),
);
export const oneLine = fc.array(words, { maxLength: 6 }).map((list) => list.join(' ').replace(/\s+/g, ' '));
export const severalLines = fc
  .array(fc.tuple(oneLine, fc.constantFrom('\n', '\n\n', ' ', '\n\n\n')), { maxLength: 8 })
  .map((parts) => parts.flat().join(''));

const idIn = fc.integer({ min: 0, max: 7 }).map((n) => `i${n}`);

const itemsOf = (list: ListField): fc.Arbitrary<Item[]> =>
  fc.uniqueArray(
    fc.record({
      id: idIn,
      fields: fc.record(Object.fromEntries(listFields[list].map((field) => [field, oneLine]))),
    }),
    { maxLength: 5, selector: ({ id }) => id },
  );

/** Any content, of which two share some ids of items. */
export const contents: fc.Arbitrary<Content> = fc.record({
  texts: fc.record(Object.fromEntries(textFields.map((field) => [field, field === 'body' ? severalLines : oneLine]))),
  choices: fc.record(Object.fromEntries(choiceFields.map((field) => [field, fc.boolean()]))),
  lists: fc.record(Object.fromEntries(lists.map((list) => [list, itemsOf(list)]))),
}) as unknown as fc.Arbitrary<Content>;
