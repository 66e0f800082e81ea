import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersStore } from '../../src/letters/answers/store.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const PLEDGE = 'I will not work on this.';
const SITE = 'Northern yard';
const OCCUPATION = 'Night nursing';
const SUPPORT = 'I will move my projects elsewhere.';
const NEWS = 'What the board said';
const NOTE = 'They answered on the phone.';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(
    letterFile({
      pledges: `["${PLEDGE}"]`,
      sites: `[${SITE}, Remote]`,
      roles: `[${OCCUPATION}, Porters]`,
      organizations: '[{name: Union of All}, {name: Guild of Some, url: https://guild.example}]',
      supporters: `{pledges: ["${SUPPORT}"]}`,
      vouching: 'true',
    }),
  );
  const answers = answersStore(site.world.databases.letters);
  await answers.post(letter.id, { at: site.world.now(), title: NEWS, body: 'Nothing yet.' });
  await answers.mark(letter.id, {
    ...{
      at: site.world.now(),
      demand: letter.demands[0]!.text,
      status: 'met',
      day: '2026-05-04',
      source: null,
      note: NOTE,
    },
  });
});
afterAll(() => site.end());

/** What of these words stands in the page without a mark that they are English. */
function unmarked(html: string, words: string[]): string[] {
  const main = /<main[^]*<\/main>/.exec(html)![0];
  const rest = main.replace(/ data-[a-z-]+="[^"]*"/g, '');
  return words.filter((word) => {
    const places = rest.split(word).slice(0, -1);
    expect(places.length, `the page says ${word}`).toBeGreaterThan(0);
    return places.some((before) => !isMarked(before));
  });
}

/** Whether what is open at the end of this HTML, within the page, is marked as English. */
function isMarked(html: string): boolean {
  const open: string[] = [];
  for (const [tag, slash, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)\b[^>]*>/g)) {
    if (slash)
      open.splice(
        open.findLastIndex((one) => one.startsWith(`<${name}`)),
        1,
      );
    else if (!['input', 'br', 'img', 'path', 'rect', 'hr'].includes(name!)) open.push(tag);
  }
  return open.some((tag) => tag.includes(' lang="en"'));
}

test('whoever asks it tells marked words from others', () => {
  expect(isMarked('<ul><li><br><span lang="en">')).toBe(true);
  expect(isMarked('<ul><li><span lang="en">x</span><b>')).toBe(false);
  expect(isMarked('<ul lang="de"><li>')).toBe(false);
});

describe.each(['de', 'ar', 'en'])('on pages in another language than its own, or not (%s)', (language) => {
  const read = async (path: string) => (await site.http.get(`/${language}${path}`).expect(200)).text;

  test('the letter marks all words of its author', async () => {
    const page = await read(paths.letter('answer-us'));
    const words = [PLEDGE, SITE, OCCUPATION, SUPPORT, 'Union of All', 'Guild of Some', 'Chief Executive'];
    expect(unmarked(page, [...words, 'Reply in public.', NOTE, NEWS])).toEqual([]);
    expect(page).toContain(`<span lang="en" dir="ltr">${PLEDGE}</span>`);
  });

  test('the list of letters does', async () => {
    expect(unmarked(await read(paths.home()), ['Answer us', 'Pat Orsini', 'Halden employees'])).toEqual([]);
  });

  test.each(['signatures', 'audit', 'share', 'versions', 'change', 'sign', 'invite', 'signWithTool'] as const)(
    'the title in %s does',
    async (path) => {
      const back = /<p class="back">.*<\/p>/.exec(await read(paths[path]('answer-us')))![0];
      expect(unmarked(`<main>${back}</main>`, ['Answer us'])).toEqual([]);
    },
  );

  test('what can be chosen does, where the browser signs and where the server does', async () => {
    for (const path of [paths.sign('answer-us'), paths.writeSignature('answer-us')])
      expect(unmarked(await read(path), [PLEDGE, SITE, OCCUPATION, 'Answer us']), path).toEqual([]);
    expect(unmarked(await read(paths.sign('answer-us.supporters')), [SUPPORT])).toEqual([]);
  });

  test('what was chosen does, before it is signed', async () => {
    const pass = await collectPass(site, letter, `amal-${language}@halden.example`);
    const chosen = { pass, shown: 'anonymous', pledges: '0', site: '0', occupation: '0' };
    const preview = await site.http
      .post(`/${language}${paths.previewSignature('answer-us')}`)
      .type('form')
      .send(chosen);
    expect(unmarked(preview.text, [PLEDGE, SITE, OCCUPATION])).toEqual([]);
  });
});
