import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const names = [
  '=1+1',
  '+49 30',
  '-2',
  '@SUM(A1)',
  'Zoë "Z" Ångström',
  'Ines, Moreau',
  'مايا ليند',
  '＝1',
  'Noor',
  'Lea',
];

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile());
  for (const [i, name] of names.entries()) {
    const pass = await collectPass(site, letter, `maya${i}@halden.example`);
    await signByForm(site, letter, pass, { shown: 'named', name, role: i === 8 ? '=cmd' : '' });
  }
  const pass = await collectPass(site, letter, 'hidden@halden.example');
  await signByForm(site, letter, pass, { shown: 'anonymous' });
  await site.rounds.go(site.world.now());
  await site.publish(letterFile({ slug: 'secret', status: 'gathering' }));
}, 60_000);
afterAll(() => site.end());

describe('the list of signatories as a table', () => {
  test('holds who is shown, and nothing that a spreadsheet would run', async () => {
    const { text, headers } = await site.http.get(paths.signaturesCsv('answer-us')).expect(200);
    expect(text.startsWith('\uFEFFname,role,employer,shown\r\n')).toBe(true);
    const lines = text.trimEnd().split('\r\n').slice(1);
    expect(lines.toSorted()).toEqual(
      [
        ...["'=1+1,,Halden,named", "'+49 30,,Halden,named", "'-2,,Halden,named", "'@SUM(A1),,Halden,named"],
        ...['"Zoë ""Z"" Ångström",,Halden,named', '"Ines, Moreau",,Halden,named', 'مايا ليند,,Halden,named'],
        ...["'＝1,,Halden,named", "Noor,'=cmd,Halden,named", 'Lea,,Halden,named'],
      ].toSorted(),
    );
    expect(headers).toMatchObject({
      ...{ 'content-type': 'text/csv; charset=utf-8', 'x-robots-tag': 'noindex' },
      'content-disposition': 'attachment; filename="answer-us.csv"',
    });
  });

  test('is offered beside the list', async () => {
    const page = await site.http.get(paths.signatures('answer-us'));
    expect(page.text).toContain(`href="${paths.signaturesCsv('answer-us')}"`);
  });

  test.each(['none', 'secret'])('of %s is not found', async (slug) => {
    await site.http.get(paths.signaturesCsv(slug)).expect(404);
  });

  test('of 20,000 comes whole, and while it comes others are served', async () => {
    const client = site.world.databases.board.$client;
    const insert = client.prepare(
      "INSERT INTO signatures (letter, position, pk, shown, name, words, employer, body, salt) VALUES (?, ?, ?, 'named', ?, 'x', 0, '', x'')",
    );
    client.transaction(() => {
      for (let i = 0; i < 20_000; i++) {
        const pk = Buffer.alloc(32);
        pk.writeUInt32BE(i + 1);
        insert.run(letter.publicId, 1_000 + i, pk, `Name ${i}`);
      }
    })();
    const [table, health] = await Promise.all([
      site.http.get(paths.signaturesCsv('answer-us')),
      site.http.get(paths.health()),
    ]);
    expect(table.text.trimEnd().split('\r\n')).toHaveLength(20_011);
    expect(health.status).toBe(200);
  });
});
