import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import * as schemas from '../../src/reading/api/schemas.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

interface Page {
  signatures: { shown: string; name: string | null; role: string | null; employer: string }[];
  anonymous: number;
  next: string | null;
}

let site: TestSite;
let letter: PublishedLetter;

beforeAll(async () => {
  site = await openSite();
  const employers =
    '[{name: Halden, domains: [halden.example], headcount: 900, headcount_source: https://halden.example/about}, {name: Orrisk, domains: [orrisk.example]}]';
  letter = await site.publish(letterFile({ employers, release: '{min: 20, every: 0}' }));
  for (let i = 0; i < 20; i++) {
    const pass = await collectPass(site, letter, `maya${i}@halden.example`);
    const fields =
      i < 15 ? { shown: i < 12 ? 'named' : 'by role', name: `Maya ${i}`, role: 'Nurse' } : { shown: 'anonymous' };
    await signByForm(site, letter, pass, { ...fields, employer: String(i % 2) });
  }
  await site.rounds.go(site.world.now());
  await site.publish(letterFile({ slug: 'secret', status: 'gathering' }));
}, 60_000);
afterAll(() => site.end());

const api = (query = '') => site.http.get(`${paths.apiSignatures('answer-us')}${query}`);

describe('what a program is told', () => {
  test.each([
    ['the letters', paths.apiLetters(), schemas.letters],
    ['a letter', paths.apiLetter('answer-us'), schemas.letter],
    ['its signatures', paths.apiSignatures('answer-us'), schemas.signatures],
    ['a problem', '/api/v1/letters/none', schemas.problem],
  ])('%s is as the description says', async (_what, path, schema) => {
    const { body } = await site.http.get(path);
    expect(schema.strict().safeParse(body).error).toBeUndefined();
    expect(schema.strict().safeParse({ ...(body as object), surplus: 1 }).success).toBe(false);
  });

  test('the description names every address, and nothing that it does not define', async () => {
    const { body, text } = await site.http.get(paths.openApi()).expect(200);
    expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'http://localhost:3000' }] });
    const described = body as { paths: object; components: { schemas: object } };
    expect(Object.keys(described.paths)).toEqual([
      ...['/api/v1/letters', '/api/v1/letters/{slug}', '/api/v1/letters/{slug}/signatures'],
    ]);
    const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]!);
    expect(refs.length).toBeGreaterThan(8);
    expect(refs.filter((name) => !(name in described.components.schemas))).toEqual([]);
  });

  test('the workforce of each employer is told as the letter cites it, with its source', async () => {
    expect((await site.http.get(paths.apiLetter('answer-us'))).body).toMatchObject({
      headcounts: [
        { employer: 'Halden', headcount: 900, source: 'https://halden.example/about' },
        { employer: 'Orrisk', headcount: null, source: null },
      ],
    });
  });

  test('the description names what a letter may answer', async () => {
    const { body } = await site.http.get(paths.openApi());
    const described = body as { paths: Record<string, { get: { responses: object } }> };
    const answers = (path: string) => Object.keys(described.paths[path]!.get.responses);
    expect(answers('/api/v1/letters/{slug}')).toEqual(['200', '302', '304', '400', '404', '410', 'default']);
    expect(answers('/api/v1/letters/{slug}/signatures')).toEqual(['200', '304', '400', '404', '410', 'default']);
    expect(answers('/api/v1/letters')).toEqual(['200', '304', 'default']);
  });

  test('every signatory comes once, page by page, and anonymous ones are a number', async () => {
    const names: string[] = [];
    for (let path: string | undefined = `${paths.apiSignatures('answer-us')}?limit=4`; path;) {
      const { body } = await site.http.get(path);
      const { signatures, anonymous, next } = body as Page;
      expect([signatures.length <= 4, anonymous]).toEqual([true, 5]);
      names.push(...signatures.map(({ name, role }) => name ?? role ?? ''));
      path = next?.replace('http://localhost:3000', '');
    }
    expect(names).toHaveLength(15);
    expect(new Set(names.filter((name) => name.startsWith('Maya'))).size).toBe(12);
    expect(names.filter((name) => name === 'Nurse')).toHaveLength(3);
  });

  test.each(['', '?employer=0', '?employer=1', '?q=nurse&employer=1', '?after=999999'])(
    'the numbers beside them are of both employers, and say so, whatever is asked for (%j)',
    async (query) => {
      expect((await api(query).expect(200)).body).toMatchObject({
        ...{ tally: 'employees', totalOf: ['Halden', 'Orrisk'], anonymous: 5, total: 20 },
      });
    },
  );

  test.each([
    ['?q=maya+1', 3],
    ['?q=nurse&employer=1', 7],
    ['?q=zz', 0],
    ['?q=&after=&employer=&limit=', 15],
    ['?after=999999', 0],
    ['?limit=200', 15],
  ])('%s gives %i', async (query, count) => {
    expect(((await api(query).expect(200)).body as Page).signatures).toHaveLength(count);
  });
});

describe('a program that asks wrongly is told what is wrong', () => {
  test.each([
    ...['?limit=0', '?limit=10000', '?limit=x', '?limit=1.5', '?limit=-1', '?limit=1&limit=2'],
    ...['?after=x', '?after=-1', '?after=1e3', '?after=99999999999', '?after=1&after=2'],
    ...['?employer=2', '?employer=Halde', '?employer=-1', `?q=${'q'.repeat(101)}`, '?q=%00', '?q=a&q=b'],
  ])('%s', async (query) => {
    const answer = await api(query).expect(400);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect((answer.body as { detail: string }).detail).toContain('The query cannot be read');
  });

  test.each([
    ['an unknown letter', 'GET', paths.apiLetter('none'), 404],
    ['the signatures of an unknown letter', 'GET', paths.apiSignatures('none'), 404],
    ['a letter that gathers', 'GET', paths.apiLetter('secret'), 404],
    ['a letter by a broken name', 'GET', '/api/v1/letters/%ff', 400],
    ['an unknown address', 'GET', '/api/v2', 404],
    ['writing', 'POST', paths.apiLetters(), 405],
    ['deleting', 'DELETE', paths.apiLetter('answer-us'), 405],
  ])('%s', async (_what, method, path, status) => {
    const { body, headers, ...answer } = await get(site.server, path, {}, method);
    expect([answer.status, headers['content-type']]).toEqual([status, 'application/problem+json; charset=utf-8']);
    expect(schemas.problem.strict().safeParse(JSON.parse(body.toString())).error).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBe('*');
  });

  test('a letter that gathers is in no list', async () => {
    expect((await site.http.get(paths.apiLetters())).text).not.toContain('secret');
  });
});

describe('a page of another site', () => {
  test.each([paths.apiLetters(), paths.apiLetter('answer-us'), paths.apiSignatures('answer-us'), paths.openApi()])(
    'may read %s, and asks again for little',
    async (path) => {
      const cors = { origin: 'https://paper.example', 'sec-fetch-site': 'cross-site' };
      const first = await get(site.server, path, cors);
      expect(first.status).toBe(200);
      expect(first.headers['access-control-allow-origin']).toBe('*');
      expect(first.headers['access-control-allow-credentials']).toBeUndefined();
      expect(first.headers['cache-control']).toBe('public, no-cache');
      expect(first.headers['etag']).toMatch(/^"[\w-]+"$/);
      const again = await get(site.server, path, { ...cors, 'if-none-match': String(first.headers['etag']) });
      expect([again.status, again.body.length]).toEqual([304, 0]);
      expect(again.headers['access-control-allow-origin']).toBe('*');
    },
  );

  test('is told beforehand that it may', async () => {
    const cors = { origin: 'https://paper.example', 'sec-fetch-site': 'cross-site' };
    const answer = await get(site.server, paths.apiLetters(), cors, 'OPTIONS');
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toBe('GET, HEAD, OPTIONS');
  });

  test('may not read the pages for people', async () => {
    const { headers } = await get(site.server, paths.letter('answer-us'), { origin: 'https://paper.example' });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });
});
