import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Fields, bodyOf, fieldsFor, wordsIn } from '../../src/signing/signature.ts';
import { wordsIn as wordsInLanguage } from '../../src/web/speak.ts';
import { corp, labs, openLetter } from './letters.ts';

const letter = openLetter();
const joint = openLetter({ employers: [corp, labs] });
const read = (given: object, of = letter): Fields => fieldsFor(of).parse(given);
const faultsOf = (given: object, of = letter): string[] =>
  fieldsFor(of)
    .safeParse(given)
    .error?.issues.map(({ path, message }) => `${path[0] as string}: ${wordsInLanguage('en').say(message)}`) ?? [];

const anonymous: Fields = { shown: 'anonymous', name: null, role: null, employer: 0, comment: null, pledges: [] };

describe('Maya signs', () => {
  test('anonymously, with nothing else said', () => {
    expect(read({ shown: 'anonymous' })).toEqual(anonymous);
    expect(read({ shown: 'anonymous', name: '', role: '', comment: '', employer: '0' })).toEqual(anonymous);
  });

  test('by role, by name, or by name and role', () => {
    expect(read({ shown: 'by role', role: 'Engineer' })).toMatchObject({ name: null, role: 'Engineer' });
    expect(read({ shown: 'named', name: 'Maya' })).toMatchObject({ name: 'Maya', role: null });
    expect(read({ shown: 'named', name: 'Maya', role: 'Engineer' })).toMatchObject({ name: 'Maya', role: 'Engineer' });
  });

  test('and what would name her is dropped when she chose not to be named', () => {
    const said = { name: 'Maya', role: 'Engineer' };
    expect(read({ shown: 'anonymous', ...said })).toEqual(anonymous);
    expect(read({ shown: 'by role', ...said })).toEqual({ ...anonymous, shown: 'by role', role: 'Engineer' });
    expect(bodyOf(read({ shown: 'anonymous', ...said }))).not.toContain('Maya');
  });

  test('with her words folded and in normal form, and nothing that she did not write', () => {
    const given = { shown: 'named', name: '  Maya\t Cafe\u0301 ', comment: ' One\r\nTwo ', ip: '::1' };
    expect(read(given)).toEqual({ ...anonymous, shown: 'named', name: 'Maya Café', comment: 'One\nTwo' });
  });

  test('and what is neither a text nor a number is no choice of hers', () => {
    const strange = { toString: null };
    expect(faultsOf({ shown: 'anonymous', employer: strange, pledges: [strange] }, joint)).toEqual([
      'employer: Please choose your employer.',
      'pledges: This pledge is not on the list.',
    ]);
  });

  test('with pledges from the form or from JSON, once each and rising', () => {
    expect(read({ shown: 'anonymous', pledges: '1' }).pledges).toEqual([1]);
    expect(read({ shown: 'anonymous', pledges: ['1', '0', '1'] }).pledges).toEqual([0, 1]);
    expect(read({ shown: 'anonymous', pledges: [1, 0] }).pledges).toEqual([0, 1]);
    expect(read({ shown: 'anonymous', pledges: null }).pledges).toEqual([]);
  });

  test('for one of several employers', () => {
    expect(read({ shown: 'anonymous', employer: '1' }, joint).employer).toBe(1);
    expect(read({ shown: 'anonymous', employer: 0 }, joint).employer).toBe(0);
    expect(read({ shown: 'anonymous', employer: '7' }).employer).toBe(0);
  });

  test('without a comment where the letter takes none', () => {
    expect(read({ shown: 'anonymous', comment: 'x' }, openLetter({ comments: false })).comment).toBeNull();
  });
});

describe('Maya is told', () => {
  test('to give the name or role that is to be shown', () => {
    expect(faultsOf({ shown: 'named', name: ' ' })).toEqual(['name: Please give the name to show.']);
    expect(faultsOf({ shown: 'by role' })).toEqual(['role: Please give the role to show.']);
  });

  test('to choose how to be shown, among the ways of this letter', () => {
    const choose = ['shown: Please choose how your signature is shown.'];
    expect(faultsOf({})).toEqual(choose);
    expect(faultsOf({ shown: 'loudly' })).toEqual(choose);
    expect(faultsOf({ shown: 'anonymous' }, openLetter({ shown: ['named'] }))).toEqual(choose);
  });

  test.each([undefined, null, '', ' ', 'Corp', '2', '-1', '0.5', '1e0', true, [], {}])(
    'to choose her employer, not to have the first one chosen for her, where she gave %j',
    (employer) => {
      expect(faultsOf({ shown: 'anonymous', employer }, joint)).toEqual(['employer: Please choose your employer.']);
    },
  );

  test.each(['', ' ', '2', '-1', 'x', 0.5, null, [''], ['0', '']])('that %j is no pledge', (pledge) => {
    const faults = faultsOf({ shown: 'anonymous', pledges: [pledge] });
    expect(new Set(faults)).toEqual(new Set(['pledges: This pledge is not on the list.']));
  });

  test('that a letter without pledges takes none', () => {
    expect(faultsOf({ shown: 'anonymous', pledges: ['0'] }, openLetter({ pledges: [] }))).toHaveLength(1);
  });

  test('what is too long or holds control characters', () => {
    expect(faultsOf({ shown: 'named', name: 'x'.repeat(101) })).toEqual(['name: Please use at most 100 characters.']);
    expect(faultsOf({ shown: 'named', name: 'a\u0007' })).toEqual(['name: Please remove the control characters.']);
    expect(faultsOf({ shown: 'anonymous', comment: 'x'.repeat(1_001) })).toHaveLength(1);
  });
});

describe('the body that the log commits to', () => {
  test('is one text, whatever the order of the fields', () => {
    expect(bodyOf(anonymous)).toBe(
      '{"comment":null,"employer":0,"name":null,"pledges":[],"role":null,"shown":"anonymous"}',
    );
    expect(bodyOf(Object.fromEntries(Object.entries(anonymous).toReversed()) as unknown as Fields)).toBe(
      bodyOf(anonymous),
    );
  });

  test('reads back as fields that are the same again', () => {
    const text = fc.string({ unit: 'binary', maxLength: 50 });
    const given = fc.record({ shown: fc.constantFrom(...letter.shown), name: text, role: text, comment: text });
    const property = fc.property(given, (said) => {
      const once = fieldsFor(letter).safeParse(said);
      if (!once.success) return;
      const body = bodyOf(once.data);
      expect(bodyOf(read(JSON.parse(body) as object))).toBe(body);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

test('a search finds a name by its letters, without accents or capitals', () => {
  expect(wordsIn('  Émile ÅNGSTRÖM ')).toBe('emile angstrom');
  expect(wordsIn('E\u0301mile')).toBe(wordsIn('Émile'));
  const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
    expect(wordsIn(text.normalize('NFD'))).toBe(wordsIn(text.normalize('NFC')));
  });
  fc.assert(property);
});
