import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { get } from '../support/get.ts';
import { letterFile } from '../support/letters.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile());
});
afterAll(() => site.end());

const slug = 'answer-us';

describe('what is asked by a method that an address does not take', () => {
  test.each([
    ['DELETE', paths.letter(slug), 'GET, HEAD'],
    ['PUT', paths.home(), 'GET, HEAD'],
    ['POST', paths.audit(slug), 'GET, HEAD'],
    ['POST', paths.card(slug), 'GET, HEAD'],
    ['DELETE', `/de${paths.letter(slug)}`, 'GET, HEAD'],
    // the list is read, and what is signed is sent there
    ['PATCH', paths.signatures(slug), 'GET, HEAD, POST'],
    ['DELETE', paths.collectPass(slug), 'GET, HEAD, POST'],
    ['POST', paths.robots(), 'GET, HEAD'],
  ])('%s %s is refused, and told what it takes', async (method, path, allow) => {
    const { status, headers } = await get(site.server, path, {}, method);
    expect([status, headers['allow']]).toEqual([405, allow]);
  });

  test('is refused in a page, or for programs in a document', async () => {
    const page = await get(site.server, paths.letter(slug), { accept: 'text/html' }, 'DELETE');
    expect(page.body.toString()).toContain('Not this way');
    const told = await get(site.server, paths.letter(slug), { accept: 'application/json' }, 'DELETE');
    expect(JSON.parse(told.body.toString())).toMatchObject({ status: 405, title: 'Not this way' });
  });

  test.each(['GET', 'DELETE', 'POST'])('%s of an address that nothing has is not found', async (method) => {
    const { status, headers } = await get(site.server, '/nowhere/at/all', {}, method);
    expect([status, headers['allow']]).toEqual([404, undefined]);
  });
});

describe('the interface for programs says what is wrong in the language that is asked for', () => {
  const wrong = [
    ['no such letter', 'GET', paths.apiLetter('none'), 404],
    ['no such address', 'GET', '/api/v2', 404],
    ['writing', 'DELETE', paths.apiLetter(slug), 405],
    ['no number', 'GET', `${paths.apiSignatures(slug)}?limit=many`, 400],
    ['no position', 'GET', `${paths.apiSignatures(slug)}?after=x`, 400],
    ['a long word', 'GET', `${paths.apiSignatures(slug)}?q=${'q'.repeat(101)}`, 400],
    ['no such employer', 'GET', `${paths.apiSignatures(slug)}?employer=7`, 400],
  ] as const;

  test.each(wrong)('%s', async (_what, method, path, status) => {
    const details = new Set<string>();
    for (const language of everyLanguage) {
      const answer = await get(site.server, path, { 'accept-language': language }, method);
      expect([answer.status, answer.headers['content-language']]).toEqual([status, language]);
      expect(answer.headers['vary']).toContain('Accept-Language');
      details.add((JSON.parse(answer.body.toString()) as { detail: string }).detail);
    }
    expect(details.size).toBe(everyLanguage.length);
  });

  test('a wrong parameter is named', async () => {
    const { body } = await get(site.server, `${paths.apiSignatures(slug)}?limit=201`);
    expect((JSON.parse(body.toString()) as { detail: string }).detail).toBe(
      'The query cannot be read: limit must be a whole number from 1 to 200.',
    );
  });
});
