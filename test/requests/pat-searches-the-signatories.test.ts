import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const people = [
  ...[
    { shown: 'named', name: 'Zoë Ångström', role: 'Engineer' },
    { shown: 'named', name: 'zola Öster' },
  ],
  ...[
    { shown: 'by role', role: 'Engineer', employer: '1' },
    { shown: 'by role', role: 'Ärztin' },
  ],
  ...[
    { shown: 'named', name: 'مايا ليند' },
    { shown: 'named', name: '100% _Percent_' },
  ],
  ...[
    { shown: 'anonymous', name: 'Hidden', role: 'Hidden' },
    { shown: 'anonymous', employer: '1' },
  ],
  ...Array.from({ length: 60 }, (_, i) => ({ shown: 'named', name: `Noor ${i}` })),
];

let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  const employers = '[{name: Halden, domains: [halden.example]}, {name: Orrisk, domains: [orrisk.example]}]';
  const letter = await site.publish(letterFile({ employers, release: '{min: 68, every: 0}' }));
  for (const [i, fields] of people.entries()) {
    const pass = await collectPass(site, letter, `maya${i}@halden.example`);
    await signByForm(site, letter, pass, { employer: '0', ...fields });
  }
  await site.rounds.go(site.world.now());
}, 60_000);
afterAll(() => site.end());

const search = (query: string) => site.http.get(`${paths.signatures('answer-us')}${query}`);
/** What stands in the list: names and roles. */
const listed = (html: string) =>
  [...html.matchAll(/<ol class="signatory-list">([^]*?)<\/ol>/g)]
    .flatMap(([, list]) =>
      [...list!.matchAll(/<li>(.*?)<\/li>/g)].map(([, one]) => one!.split(' <span class="employer">')[0]!),
    )
    .map((one) => one.replace(/<[^>]*>/g, ''));

describe('whoever reads the list of signatories', () => {
  test('finds all who are shown, page by page, each once', async () => {
    const found: string[] = [];
    for (let path: string | undefined = ''; path !== undefined;) {
      const { text } = await search(path);
      found.push(...listed(text));
      path = /href="[^"]*\/signatures(\?[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&').replaceAll('&#x3D;', '=');
    }
    expect(found).toHaveLength(66);
    expect(new Set(found.filter((name) => name.startsWith('Noor'))).size).toBe(60);
    expect(found).not.toContain('Hidden');
  });

  test.each([
    ['?q=zo', ['Zoë Ångström, Engineer', 'zola Öster']],
    ['?q=ZOE', ['Zoë Ångström, Engineer']],
    ['?q=Zo%C3%AB+%C3%85', ['Zoë Ångström, Engineer']],
    ['?q=++arzt', ['Ärztin']],
    ['?q=engineer', ['Engineer', 'Zoë Ångström, Engineer']],
    ['?q=angstrom', ['Zoë Ångström, Engineer']],
    ['?q=engi+zo', ['Zoë Ångström, Engineer']],
    ['?q=engi+zola', []],
    ['?q=ngstrom', []],
    ['?q=%D9%85%D8%A7', ['مايا ليند']],
    ['?q=100%25+_', ['100% _Percent_']],
    ['?q=%25', []],
    ['?q=_', []],
    ['?q=hidden', []],
    ['?employer=1', ['Engineer']],
    ['?employer=ORRISK', ['Engineer']],
    ['?q=eng&employer=0', ['Zoë Ångström, Engineer']],
    ['?q=eng&employer=1', ['Engineer']],
    ['?q=zo&employer=1', []],
    ['?q=%27%20OR%201=1--', []],
    ['?q=%FF', []],
    ['?q=Noor+59', ['Noor 59']],
    ['?q=zo&after=999', []],
    ['?q=%22', []],
    ['?q=zo%22+OR+%22noor', []],
    ['?q=employer:1', []],
    ['?q=%2A', []],
    ['?after=67', []],
    ['?after=999999', []],
  ])('%s finds %j', async (query, names) => {
    const page = await search(query);
    expect(page.status).toBe(200);
    expect(listed(page.text).toSorted((a, b) => a.localeCompare(b))).toEqual(
      names.toSorted((a, b) => a.localeCompare(b)),
    );
    expect(page.text.includes('Nobody who is shown has such a name or role.')).toBe(names.length === 0);
  });

  test('sees with empty fields what she sees without them', async () => {
    const letter = await site.publish(letterFile({ slug: 'one', shown: '[named]', release: '{min: 1, every: 0}' }));
    const pass = await collectPass(site, letter, 'ines@halden.example');
    await signByForm(site, letter, pass, { shown: 'named', name: 'Ines Moreau' });
    await site.rounds.go(site.world.now());
    for (const query of ['', '?', '?after=&q=&employer=', '?q=ines&employer='])
      expect(listed((await site.http.get(`${paths.signatures('one')}${query}`)).text)).toEqual(['Ines Moreau']);
  });

  test('sees what she typed again, and no more than text', async () => {
    const page = await search(`?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(page.text).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"');
    expect(page.text).not.toContain('<script>alert');
  });

  test.each(['', '?after=5'])('is told how many more prefer not to be named, of both employers (%j)', async (query) => {
    const words = 'and 2 employees who prefer not to be named (2 employers together)';
    expect((await search(query)).text).toContain(`<p class="unnamed">${words}</p>`);
  });

  test.each(['?q=zo', '?employer=0', '?employer=1', '?q=eng&employer=1', '?employer=1&after=5'])(
    'is not told that they belong to what she asks for (%s)',
    async (query) => {
      const words = '2 employees who prefer not to be named (2 employers together)';
      expect((await search(query)).text).toContain(`<p class="unnamed">${words}</p>`);
    },
  );

  test.each([
    ...[
      '?after=x',
      '?after=-1',
      '?after=1.5',
      '?after=1e3',
      '?after=0x10',
      '?after=99999999999999999999',
      '?after=1&after=2',
    ],
    ...['?employer=2', '?employer=-1', '?employer=Halde', '?employer=0&employer=1', '?employer=__proto__'],
    ...[`?q=${'q'.repeat(101)}`, '?q=a&q=b', '?q=%07', '?q=%00'],
  ])('is told that %s is mistyped', async (query) => {
    const page = await search(query);
    expect(page.status).toBe(400);
    expect(page.text).toContain('Not readable');
    const answer = await search(query).set('accept', 'application/json');
    expect([answer.status, answer.type]).toEqual([400, 'application/problem+json']);
  });

  test('may write more than is asked for', async () => {
    const page = await search('?q=zo&utm_source=paper&__proto__=x&q[]=y');
    expect(page.status).toBe(200);
    expect(listed(page.text)).toHaveLength(2);
  });
});
