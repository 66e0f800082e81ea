import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { packetMail } from '../../src/organizing/answering/mail.ts';
import { talliedOf } from '../../src/reading/numbers/tallied.ts';
import { sheetOf } from '../../src/reading/pdf/sheet.ts';
import { cardOf, wordsOf } from '../../src/reading/sharing/card.ts';
import { badgeFile } from '../../src/reading/sharing/pages.ts';
import { citation } from '../../src/reading/sharing/words.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const BASE = 'http://localhost:3000';

let site: TestSite;
let letter: PublishedLetter;
let untold: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ seal_until: '100' }));
  untold = await site.publish(letterFile({ slug: 'untold', title: 'Still quiet', seal_until: '100' }));
  await colleaguesSign(site, letter, 10);
  await site.rounds.go(site.world.now());
  // nobody is told of these four: the next step is not reached
  await colleaguesSign(site, letter, 4, 'later');
  await site.rounds.go(site.world.now());
}, 60_000);
afterAll(() => site.end());

/** What a reader of a page or a picture sees, and what it says to those who do not see. */
async function seen(path: string): Promise<string> {
  const answer = await site.http.get(path).expect(200);
  const text = answer.text ?? (answer.body as Buffer).toString();
  return text
    .replace(/<style[^]*?<\/style>|<script[^]*?<\/script>|<!--[^]*?-->|<svg viewBox[^]*?<\/svg>/g, ' ')
    .replace(/<(\w+)[^>]*\shidden>[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
}

/** A number of signatures that is none. The id of a letter may end with 0 before a word: that is no number. */
const ZERO = /(?<![\p{L}\p{N}.,:])[0٠] (?:\p{L}{4,})/u;

/** Any number finer than the step that was told. */
const FINER = /(?<![\p{L}\p{N}])14 (?:of|von|de|sur|من)/u;

test('a zero is told from the end of an id', () => {
  expect('So far 0 people have signed').toMatch(ZERO);
  expect('#P75PCSH3K4CVS9AJJBVRE0T7G0 Keine Cookies').not.toMatch(ZERO);
});

test.each(everyLanguage)('every page of it says how far it is, in %s', async (language) => {
  const prefix = language === 'en' ? '' : `/${language}`;
  const own = [paths.letter, paths.embed, paths.audit].map((path) => path('answer-us'));
  for (const path of [...own, paths.home()]) {
    const text = await seen(`${prefix}${path}`);
    expect(text, path).toMatch(/10\D{1,16}100/);
    expect(text, path).not.toMatch(ZERO);
    expect(text, path).not.toMatch(FINER);
  }
});

test('in words that a reader understands', async () => {
  const sealed = 'Sealed: 10 of 100 have signed';
  expect(await seen(paths.home())).toContain(sealed);
  expect(await seen(paths.badge('answer-us'))).toContain(sealed);
  expect(await seen(paths.embed('answer-us'))).toContain(sealed);
  expect(await seen(paths.embed('answer-us'))).toContain('As of 4 May 2026');
  expect(await seen(paths.audit('answer-us'))).toContain(`${sealed}, as of 4 May 2026`);
  expect(await seen(paths.share('answer-us'))).toContain(`${sealed} as of 4 May 2026`);
});

test('before the first step it says that it is sealed, and no number of those who signed', async () => {
  const sealed = 'Sealed until 100 have signed';
  expect(await seen(paths.home())).toContain(sealed);
  expect(await seen(paths.badge('untold'))).toContain(sealed);
  for (const path of [paths.embed, paths.audit].map((of) => of('untold'))) {
    expect(await seen(path)).toContain(sealed);
    expect(await seen(path)).not.toMatch(ZERO);
  }
  expect(await seen(paths.embed('untold'))).not.toContain('just opened');
  expect(await seen(paths.share('untold'))).toMatch(/Still quiet \[Open letter\]\. http/);
});

test('a program that reads the page is given no counter', async () => {
  for (const slug of ['answer-us', 'untold']) {
    const { text } = await site.http.get(paths.letter(slug)).expect(200);
    const block = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)![1]!;
    expect(JSON.parse(block)).not.toHaveProperty('interactionStatistic');
  }
});

test.each(everyLanguage)('card, badge, citation and paper say it in %s', async (language) => {
  const words = wordsIn(language);
  const published = await site.board.published(letter);
  const of = { ...letter, language };
  const card = cardOf(of, published, BASE, words);
  expect(card.number).toBeNull();
  const lines = sheetOf(of, await talliedOf(site.board, letter), BASE, 'a4').counts;
  const said = [
    wordsOf(card),
    badgeFile(of, published, words),
    citation(of, published, BASE, words),
    lines.map((line) => `${line.number ?? ''} ${line.words}`).join(' '),
  ];
  for (const one of said) {
    expect(one).toMatch(/10\D{1,16}100/);
    expect(one.replace(/<[^>]*>/g, ' ')).not.toMatch(ZERO);
  }
  const early = await site.board.published(untold);
  expect(cardOf(untold, early, BASE, words).words).toMatch(/100/);
  expect(citation({ ...untold, title: 'x' }, early, BASE, words)).not.toMatch(/100|(?<![\p{L}\p{N}])0/u);
});

describe.each(everyLanguage)('the mail that hands it over, in %s', (language) => {
  const packet = { filename: 'answer-us.zip', content: Buffer.alloc(0) };
  const mailed = async (of: PublishedLetter) => {
    const { text, html } = packetMail('pat@halden.example', of, await site.board.published(of), packet, BASE);
    return [text.replace(/\s+/g, ' '), html.replace(/<[^>]*>/g, ' ')];
  };

  test('says how far it is, and of when', async () => {
    for (const said of await mailed({ ...letter, language })) {
      expect(said).toMatch(/10\D{1,16}100/);
      expect(said).toContain(wordsIn(language).date(site.world.now()));
      expect(said).not.toMatch(ZERO);
    }
  });

  test('says that it is sealed before the first step, and no number of those who signed', async () => {
    for (const said of await mailed({ ...untold, language })) {
      expect(said).toContain(wordsIn(language).say('reading.sealed-until', { until: '100' }));
      expect(said).not.toMatch(ZERO);
    }
  });

  test('says what became of it where too few signed', async () => {
    const [text] = await mailed({ ...letter, language, status: 'closed' });
    expect(text).toContain(wordsIn(language).say('reading.seal-missed', { until: '100' }));
  });
});

test('what it does not show, its files do not count either', async () => {
  const feed = await seen(paths.feed('answer-us'));
  expect(feed).not.toMatch(/have signed/);
  expect(await seen(paths.markdown('answer-us'))).not.toMatch(/\bsigned\b/);
  expect(await seen(paths.signatures('answer-us'))).not.toMatch(ZERO);
});

test('a letter that is not sealed keeps its number', async () => {
  const open = await site.publish(letterFile({ slug: 'open', release: '{min: 10, every: 5}' }));
  await colleaguesSign(site, open, 11);
  await site.rounds.go(site.world.now());
  const signed = /1\d employees have signed/.exec(await seen(paths.badge('open')))![0];
  expect(await seen(paths.home())).toContain(signed);
  const { text } = await site.http.get(paths.letter('open')).expect(200);
  expect(text).toContain(`"userInteractionCount":${signed.slice(0, 2)}`);
}, 60_000);
