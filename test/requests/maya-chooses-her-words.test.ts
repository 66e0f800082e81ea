import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { changeByForm, collectPass, hiddenField, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let pass: string;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  pass = await collectPass(site, letter, 'maya@halden.example');
});
afterAll(() => site.end());

const named = { shown: 'named', name: 'Maya Lind', role: 'Engineer', comment: 'Please answer.', pledges: '1' };
const preview = (fields: Record<string, unknown>, body: Record<string, unknown> = { pass, ...fields }) =>
  site.http.post(paths.previewSignature('answer-us')).type('form').send(body);
const waiting = () => site.world.databases.pending.$client.prepare('SELECT count(*) FROM pending').pluck().get();

describe('a form with a fault comes back with all else kept', () => {
  test.each([
    ['no way to be shown', { shown: undefined }, 'Please choose how your signature is shown.'],
    ['a way that does not exist', { shown: 'in neon' }, 'Please choose how your signature is shown.'],
    ['two ways at once', { shown: ['named', 'anonymous'] }, 'Please choose how your signature is shown.'],
    ['no name', { name: ' \t ' }, 'Please give the name to show.'],
    ['two names', { name: ['Maya', 'Lind'] }, 'Please fill this in.'],
    ['a name of 101 characters', { name: 'M'.repeat(101) }, 'Please use at most 100 characters.'],
    ['a name of 20,000 characters', { name: 'M'.repeat(20_000) }, 'Please use at most 100 characters.'],
    ['a bell in the name', { name: 'Maya\u0007' }, 'Please remove the control characters.'],
    ['an escape sequence in the role', { role: '\u001b[31mEngineer' }, 'Please remove the control characters.'],
    ['a role of 101 characters', { role: 'E'.repeat(101) }, 'Please use at most 100 characters.'],
    ['a comment of 1,001 characters', { comment: 'c'.repeat(1_001) }, 'Please use at most 1000 characters.'],
    ['a delete in the comment', { comment: 'Please.\u007f' }, 'Please remove the control characters.'],
    ['a pledge that is not on the list', { pledges: '2' }, 'This pledge is not on the list.'],
    ['a negative pledge', { pledges: '-1' }, 'This pledge is not on the list.'],
    ['a pledge in words', { pledges: 'all' }, 'This pledge is not on the list.'],
    ['an empty pledge', { pledges: '' }, 'This pledge is not on the list.'],
    ['half a pledge', { pledges: '0.5' }, 'This pledge is not on the list.'],
    ['a pledge in hexadecimal', { pledges: '0x1' }, 'This pledge is not on the list.'],
    ['one good and one unknown pledge', { pledges: ['0', '9'] }, 'This pledge is not on the list.'],
  ])('%s', async (_what, wrong, words) => {
    const given = Object.fromEntries(Object.entries({ ...named, ...wrong }).filter(([, value]) => value !== undefined));
    const page = await preview(given);
    expect(page.status).toBe(422);
    expect(page.text).toContain(words);
    expect(page.text).toContain('<title>Error: ');
    expect(hiddenField(page.text, 'pass')).toBe(pass);
    const kept = Object.entries(named).filter(
      ([field]) => !(field in wrong) && field !== 'shown' && field !== 'pledges',
    );
    for (const [, value] of kept) expect(page.text).toContain(value);
    const posted = await signByForm(site, letter, pass, given);
    expect(posted.status).toBe(422);
    expect(waiting()).toBe(0);
  });

  test('the way chosen and the pledges given are chosen again', async () => {
    const page = await preview({ ...named, name: '' });
    expect(page.text).toMatch(/value="named" checked/);
    expect(page.text).toMatch(/id="pledge-1"[^>]* checked/);
    expect(page.text).not.toMatch(/id="pledge-0"[^>]* checked/);
  });

  test('a pass with a fault stays in its field', async () => {
    const page = await preview({}, { ...named, pass: 'pass1_half' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('This is not a whole pass.');
    expect(page.text).toMatch(/<textarea id="pass"[^>]*>pass1_half<\/textarea>/);
    expect(page.text).toContain('Maya Lind');
  });
});

describe('a name is shown as it was written', () => {
  test.each([
    'مايا ليند',
    'מאיה‏',
    'Maya 🧑🏽‍🚀 Lind',
    'Zoë Ångström',
    '\u202eaniL ayaM',
    'Maya "M" <Lind> & Söhne',
    "O'Hara; DROP TABLE pending;--",
    '{{name}} {{{pass}}} ${name}',
    '\\u0000 \\udead \\ud83d',
    '100% sure',
    'constructor',
    'M'.repeat(100),
  ])('%j', async (name) => {
    const page = await preview({ ...named, name });
    expect(page.status).toBe(200);
    expect(decoded(hiddenField(page.text, 'name'))).toBe(name);
    expect(decoded(page.text)).toContain(`<bdi class="name">${name}</bdi>`);
  });

  test('with its white space folded, and in normal form C', async () => {
    const page = await preview({ ...named, name: '  Zoe\u0308 \n\u00a0 Lind ' });
    expect(hiddenField(page.text, 'name')).toBe('Zo\u00eb Lind');
  });

  test('a comment of exactly 1,000 characters is taken, line breaks and all', async () => {
    const comment = `${'c'.repeat(499)}\n${'d'.repeat(500)}`;
    const page = await preview({ ...named, comment: comment.replace('\n', '\r\n') });
    expect(page.status).toBe(200);
    expect(hiddenField(page.text, 'comment')).toBe(comment);
  });

  test('anonymous means that neither name nor role is sent on', async () => {
    const page = await preview({ ...named, shown: 'anonymous' });
    expect(page.status).toBe(200);
    expect(page.text).not.toContain('Maya Lind');
    expect(page.text).not.toContain('Engineer');
  });

  test('by role means that the name is not sent on', async () => {
    const page = await preview({ ...named, shown: 'by role' });
    expect(page.text).toContain('Engineer');
    expect(page.text).not.toContain('Maya Lind');
  });
});

describe('a letter across two employers, named alone, without comments', () => {
  let two: PublishedLetter;
  let its: string;

  beforeAll(async () => {
    two = await site.publish(
      letterFile({
        slug: 'two',
        title: 'Two',
        shown: '[named]',
        comments: null,
        pledges: null,
        employers: '[{name: Halden, domains: [halden.example]}, {name: Orrisk, domains: [orrisk.example]}]',
      }),
    );
    its = await collectPass(site, two, 'maya@halden.example');
  });

  const minimal = { shown: 'named', name: 'Maya Lind', employer: '1' };

  test.each([
    ['no employer', { employer: undefined }, 'Please choose your employer.'],
    ['an empty employer', { employer: '' }, 'Please choose your employer.'],
    ['an employer beyond the list', { employer: '2' }, 'Please choose your employer.'],
    ['an employer by name', { employer: 'Halden' }, 'Please choose your employer.'],
    ['two employers', { employer: ['0', '1'] }, 'Please choose your employer.'],
    ['a way that this letter does not offer', { shown: 'anonymous' }, 'Please choose how your signature is shown.'],
    ['a pledge, of which it has none', { pledges: '0' }, 'This pledge is not on the list.'],
  ])('refuses %s', async (_what, wrong, words) => {
    const fields = Object.fromEntries(
      Object.entries({ ...minimal, ...wrong }).filter(([, value]) => value !== undefined),
    );
    const page = await signByForm(site, two, its, fields);
    expect(page.status).toBe(422);
    expect(page.text).toContain(words);
    expect(waiting()).toBe(0);
  });

  test('shows before the signing that a comment, which it does not take, is left out', async () => {
    const form = { pass: its, ...minimal, comment: 'Please answer.' };
    const page = await site.http.post(paths.previewSignature('two')).type('form').send(form);
    expect(page.status).toBe(200);
    expect(page.text).toContain('Orrisk');
    expect(page.text).not.toContain('Please answer.');
    expect((await site.http.get(paths.writeSignature('two'))).text).not.toContain('name="comment"');
    expect((await signByForm(site, two, its, minimal)).status).toBe(201);
  });
});

const decoded = (html: string): string =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&#x60;', '`')
    .replaceAll('&#x3D;', '=')
    .replaceAll('&amp;', '&');

test.each([
  ['letters', 'c'],
  ['characters of three bytes', '権'],
])(
  'a comment of a thousand %s is taken, with the longest name and role, and may be changed',
  async (_what, character) => {
    const mine = await collectPass(site, letter, `long.${character.charCodeAt(0)}@halden.example`);
    const long = {
      shown: 'named',
      name: character.repeat(100),
      role: character.repeat(100),
      comment: character.repeat(1_000),
    };
    expect((await signByForm(site, letter, mine, long)).status).toBe(201);
    expect((await changeByForm(site, letter, mine, { ...long, name: 'Maya' })).status).toBe(200);
  },
);
