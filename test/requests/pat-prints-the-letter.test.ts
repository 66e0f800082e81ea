import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import express, { type Response } from 'express';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { talliedOf } from '../../src/reading/numbers/tallied.ts';
import { pdfRoutes } from '../../src/reading/pdf/routes.ts';
import { type Sheet, sheetOf } from '../../src/reading/pdf/sheet.ts';
import { openTypesetter } from '../../src/reading/pdf/typesetter.ts';
import type { Problem } from '../../src/web/errors.ts';
import { createHotPages } from '../../src/web/hot.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { catalogOf, pagesOf, sizeOf, tagsOf, textOf } from '../support/pdf.ts';
import { colleaguesSign } from '../support/people.ts';
import { type TestSite, openSite, surroundings } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  const more = { salutation: 'Dear Pat,', closing: 'Sincerely,', organizations: '[{name: Union of All}]' };
  letter = await site.publish(letterFile(more, 'We **ask**[^1].\n\n[demands]\n\nPlease reply.\n\n[^1]: Page 4.'));
});
afterAll(() => site.end());

const asked = (path: string, headers = {}) => get(site.server, path, headers);
const pdfOf = async (path: string) => (await asked(path)).body;
/** Words as they stand in lines of any length. */
const squeezed = (text: string) => text.replace(/[\s\u200B\u00AD]+/g, '');

/** The text of a letter of these fields and this body, printed. */
async function printed(fields: Record<string, string | null>, body?: string): Promise<string> {
  const other = await site.publish(letterFile(fields, body));
  const { status, body: pdf } = await asked(paths.pdf(other.address));
  expect(status).toBe(200);
  return textOf(pdf);
}

test('the PDF says what the page says, in order, and can be selected', async () => {
  const { status, headers, body } = await asked(paths.pdf('answer-us'));
  expect([status, headers['content-type']]).toEqual([200, 'application/pdf']);
  expect(headers['content-disposition']).toBe('inline; filename="answer-us.pdf"');
  expect(headers['cache-control']).toBe('public, no-cache');
  const text = squeezed(textOf(body));
  const parts = ['Answer us', 'To Pat Orsini, Chief Executive, Halden', 'Dear Pat,', 'We ask', '1. Reply in public.'];
  const rest = ['2. Reply to all of it.', 'Please reply.', 'Sincerely,', 'Halden employees', '0 employees have signed'];
  const places = [...parts, ...rest, 'Union of All'].map((part) => text.indexOf(squeezed(part)));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  for (const part of ['Page 4.', `localhost:3000${paths.audit('answer-us')}`, '1 / 1']) {
    expect(text).toContain(squeezed(part));
  }
  expect(textOf(body)).not.toContain('something else');
});

/** What a screen reader is told of a letter of these fields and this body. */
async function told(fields: Record<string, string | null>, body: string) {
  const other = await site.publish(letterFile(fields, body));
  const pdf = await pdfOf(paths.pdf(other.address));
  const all = pdf.toString('latin1');
  return {
    pdf,
    tags: tagsOf(pdf),
    catalog: catalogOf(pdf),
    meetsUA: all.includes('<pdfuaid:part>1</pdfuaid:part>'),
    all,
  };
}

test('it is tagged: headings, lists, tables, notes and links are told, in the letter’s language', async () => {
  const body =
    '## Why\n\nWe [ask](https://example.org/a)[^1].\n\n#### Deep\n\n- one\n- two\n\n| A | B |\n| - | - |\n| 1 | 2 |\n\n[demands]\n\n[^1]: Page 4.';
  const { tags, catalog, meetsUA, all } = await told({ slug: 'tagged', language: 'de', from: 'Halden-Leute' }, body);
  expect(catalog).toContain('/StructTreeRoot');
  expect(catalog).toMatch(/\/MarkInfo <<\s*\/Marked true/);
  expect(catalog).toContain('/Lang (de)');
  expect(catalog).toContain('/DisplayDocTitle true');
  expect(meetsUA).toBe(true);
  const document = tags.filter((tag) => tag.split(' ').length === 2).map((tag) => tag.replace('Document ', ''));
  // the level that was left out is not: a reader would look for it
  expect(document.filter((tag) => /^H\d/.test(tag))).toEqual(['H1', 'H2', 'H3']);
  for (const tag of ['L LI LBody', 'Table THead TR TH', 'Table TBody TR TD', 'P Link', 'Figure', 'Note']) {
    expect(tags.some((one) => one.endsWith(tag))).toBe(true);
  }
  // “Der Brief online”, as PDF writes what is not all ASCII
  expect(all).toContain('/Alt <FEFF0044006500720020004200720069006500660020006F006E006C0069006E0065');
  expect(all).toMatch(/<dc:creator>.*Halden-Leute.*<\/dc:creator>/);
  expect(all).toMatch(/<dc:title>.*Answer us.*<\/dc:title>/);
});

test('a letter that breaks a rule for accessible documents is tagged all the same', async () => {
  const { tags, catalog, meetsUA } = await told({ slug: 'breaks' }, '> #### Quoted\n\n[demands]');
  expect(meetsUA).toBe(false);
  expect(catalog).toMatch(/\/MarkInfo <<\s*\/Marked true/);
  expect(tags.some((tag) => tag.endsWith('BlockQuote H4'))).toBe(true);
});

test('words are hyphenated by the letter’s language, and copied whole, as are hyphens that were written', async () => {
  const word = 'Betriebsratsangelegenheiten';
  const body = `${`Die ${word} und E-Mails der Verantwortungslosigkeit. `.repeat(30)}\n\n[demands]`;
  const german = await told({ slug: 'german', language: 'de' }, body);
  const text = squeezed(textOf(german.pdf));
  expect(text.split(word)).toHaveLength(31);
  expect(text.split('E-Mails')).toHaveLength(31);
  expect(textOf(german.pdf)).toContain('\u00AD');
  // where there are no rules for its language, no word is cut
  expect(textOf((await told({ slug: 'maltese', language: 'mt' }, body)).pdf)).not.toContain('\u00AD');
});

test('there are two papers', async () => {
  expect(sizeOf(await pdfOf(paths.pdf('answer-us')))).toEqual([595, 842]);
  expect(sizeOf(await pdfOf(paths.pdf('answer-us', 'letter')))).toEqual([612, 792]);
  expect(sizeOf(await pdfOf(`${paths.pdf('answer-us')}?paper=a4&utm_source=x`))).toEqual([595, 842]);
  expect((await asked(`${paths.pdf('answer-us')}?paper=b5`)).status).toBe(400);
  expect((await asked(paths.pdf('no-such-letter'))).status).toBe(404);
});

test('the page leads to both', async () => {
  const page = (await asked(paths.letter('answer-us'))).body.toString();
  for (const path of [paths.pdf('answer-us'), paths.pdf('answer-us', 'letter').replace('=', '&#x3D;')]) {
    expect(page).toContain(`href="${path}"`);
  }
});

test('what is the same is not sent again, and a release makes it another', async () => {
  const path = paths.pdf('answer-us');
  const etag = (await asked(path)).headers['etag'] as string;
  expect((await asked(path, { 'if-none-match': etag, 'accept-encoding': 'br' })).status).toBe(304);
  expect((await asked(path, { 'accept-encoding': 'br' })).headers['content-encoding']).toBe(undefined);
  await colleaguesSign(site, letter, 10);
  await site.rounds.go(site.world.now());
  const after = await asked(path, { 'if-none-match': etag });
  expect(after.status).toBe(200);
  expect(squeezed(textOf(after.body))).toContain(squeezed('10 employees have signed'));
  expect(squeezed(textOf(after.body))).toContain(squeezed('as of 4 May 2026'));
});

test('while it gathers, a letter prints no number', async () => {
  const text = squeezed(await printed({ slug: 'early', status: 'gathering' }));
  expect(text).toContain(squeezed('gathering its first signatures'));
  expect(text).not.toContain(squeezed('have signed'));
});

test('an Arabic letter is set in Arabic letters, from right to left', async () => {
  const fields = { title: 'إلى مجلس الإدارة', slug: 'majlis', language: 'ar', demands: '["أن تردوا علنا"]' };
  const text = await printed(fields, 'نحن الموظفين نكتب إليكم.\n\n[demands]');
  // lines are found as they are drawn: the last letter stands leftmost
  for (const word of ['مجلس', 'الموظفين', 'نكتب', 'إليكم', 'تردوا']) {
    expect(squeezed(text)).toContain([...word].toReversed().join(''));
  }
});

test('what looks like a program is text', async () => {
  const hostile =
    '#read("/etc/passwd") #import "@preview/cetz:0.2.0": * $x$ #panic() [ { ]] }} <a> @b `#c` // d /* e \\u{41}';
  const quoted = `'${hostile}'`;
  const text = squeezed(
    await printed(
      { slug: 'hostile', title: quoted, salutation: quoted, closing: quoted, from: quoted, demands: `[${quoted}]` },
      `    ${hostile}\n\n#let x = [\n\n[#y](https://x.example/#read)\n\n[demands]`,
    ),
  );
  // the title is also that of the document, and the demand's marks are Markdown
  expect(text.split(squeezed(hostile)).length - 1).toBeGreaterThanOrEqual(5);
  expect(text).toContain(squeezed('#let x = ['));
  expect(text).not.toContain('root:');
});

test('200,000 characters are set, and words without an end stay on the paper', async () => {
  const long = await site.publish(
    letterFile({ slug: 'long' }, `${'Every word of it counts. '.repeat(7_500)}\n\n${'x'.repeat(5_000)}`),
  );
  const pdf = await pdfOf(paths.pdf(long.address));
  expect(pagesOf(pdf)).toBeGreaterThan(40);
  const text = squeezed(textOf(pdf));
  expect(text.split('Everywordofitcounts.')).toHaveLength(7_501);
  expect(text).toContain('x'.repeat(1_000));
});

test('where we have no letters for its language, the site says so and does not offer it', async () => {
  await site.publish(letterFile({ slug: 'hebrew', language: 'he' }));
  const answer = await asked(paths.pdf('hebrew'));
  expect([answer.status, answer.headers['cache-control']]).toEqual([501, 'no-store']);
  expect(answer.body.toString()).toContain('print it');
  expect((await asked(paths.letter('hebrew'))).body.toString()).not.toContain('letter.pdf');
});

describe('the typesetter', () => {
  const folder = mkdtempSync(join(tmpdir(), 'undersigned-typesetter-'));
  const endless = join(folder, 'endless.typ');
  const { logger, log } = surroundings();
  let sheet: Sheet;

  beforeAll(async () => {
    writeFileSync(
      endless,
      '#let n = 0\n#for i in range(9000) { for j in range(9000) { for k in range(9000) { n += 1 } } }',
    );
    sheet = sheetOf(letter, await talliedOf(site.board, letter), 'http://localhost:3000', 'a4');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const another = (title: string): Sheet => ({ ...sheet, title });

  test('sets the same letter once, however many ask', async () => {
    const typesetter = openTypesetter(logger);
    const [first, ...others] = await Promise.all(Array.from({ length: 8 }, () => typesetter.set({ ...sheet })));
    expect(first).toBeInstanceOf(Buffer);
    for (const other of [...others, await typesetter.set(sheet)]) expect(other).toBe(first);
    expect(await typesetter.set(another('Another'))).not.toBe(first);
  });

  test('stops what has no end, says nothing of it, and takes the next', async () => {
    const typesetter = openTypesetter(logger, { template: endless, time: 1_000 });
    const begun = performance.now();
    const both = [typesetter.set(another('Secret words')), typesetter.set(another('More of them'))];
    expect(await Promise.all(both)).toEqual(['stopped', 'stopped']);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect(log()).toContain('it took too long');
    expect(log()).not.toContain('Secret');
  });

  test('asks whoever wanted it to come back', async () => {
    const typesetter = openTypesetter(logger, { template: endless, time: 1_000 });
    const routes = pdfRoutes(site.shelf, site.board, createHotPages([]), typesetter, 'http://localhost:3000');
    const wanted = express()
      .use(routes)
      .use((fault: Problem, _req: unknown, res: Response, _next: unknown) => {
        res.status(fault.status).json(fault);
      });
    const { status, body } = await request(wanted).get(paths.pdf('answer-us'));
    expect([status, body]).toMatchObject([503, { title: 'reading.problem.pdf-stopped.title', retryAfter: 60 }]);
  });

  test('tries again what had no time, after a pause; what cannot be set stays so', async () => {
    const template = join(folder, 'slow.typ');
    const set = async (terms: object) => {
      copyFileSync(endless, template);
      const typesetter = openTypesetter(logger, { template, time: 2_000, ...terms });
      const late = await typesetter.set(another('Later'));
      writeFileSync(template, '= Later');
      return [late, await typesetter.set(another('Later'))];
    };
    expect(await set({ pause: 60_000 })).toEqual(['stopped', 'stopped']);
    expect(await set({ pause: 0 })).toEqual(['stopped', expect.any(Buffer)]);

    writeFileSync(template, '#panic()');
    const typesetter = openTypesetter(logger, { template, pause: 0 });
    const faulty = typesetter.set(another('Faulty'));
    expect(await faulty).toBe('not possible');
    expect(typesetter.set(another('Faulty'))).toBe(faulty);
  });

  test('lets no more wait than it says', async () => {
    const typesetter = openTypesetter(logger, { template: endless, time: 1_000, waiting: 1 });
    const all = ['a', 'b', 'c'].map((title) => typesetter.set(another(title)));
    expect(await Promise.all(all)).toEqual(['stopped', 'stopped', 'busy']);
    expect(await openTypesetter(logger, { waiting: 1 }).set(another('c'))).toBeInstanceOf(Buffer);
  });

  test('finds no file, not even the template itself', async () => {
    for (const path of ['/etc/passwd', '/letter.typ', '../letter.typ', endless]) {
      const template = join(folder, 'reads.typ');
      writeFileSync(template, `#read(${JSON.stringify(path)})`);
      expect(await openTypesetter(logger, { template }).set(another(path))).toBe('not possible');
    }
    expect(log()).toContain('with 2');
  });

  test('is told from a machine without one', () => {
    expect(openTypesetter(logger).available).toBe(true);
    const elsewhere = pathToFileURL(join(folder, 'nothing.js')).href;
    expect(openTypesetter(logger, { packages: elsewhere }).available).toBe(false);
  });
});
