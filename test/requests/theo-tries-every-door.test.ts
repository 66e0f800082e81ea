import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { everyPath } from '../support/every-path.ts';
import { letterFile } from '../support/letters.ts';
import { portOf, sendRaw } from '../support/raw.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile());
  await site.publish(letterFile({ slug: 'gathers', title: 'Gathers', status: 'gathering' }));
  await portOf(site.server);
});
afterAll(() => site.end());

const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1]);
const raw = (lines: string[], body = '') =>
  sendRaw(site.server, `${lines.join('\r\n')}\r\nConnection: close\r\n\r\n${body}`);

describe('what does not exist', () => {
  const perLetter = everyPath.filter(([, path]) => path.length === 1 && /^\/(letters|api)\//.test(path('x')));

  test.each(perLetter)('%s of an unknown letter is not found', async (_name, path) => {
    for (const slug of [
      'unknown',
      'gathers',
      'ANSWER-US.',
      '__proto__',
      'constructor',
      '%2e%2e',
      '..%2f..',
      'x'.repeat(2_000),
    ]) {
      const answer = await site.http.get(path(slug));
      expect([slug, answer.status]).toEqual([slug, 404]);
    }
  });

  test.each([
    '/nowhere',
    '/letters',
    '/letters/',
    '/letters/answer-us/x',
    '/.env',
    '/.git/config',
    '/data/undersigned.db',
    '/assets/',
    '/assets/manifest.json',
    '/assets/..%2f..%2fpackage.json',
    '/api/v1/nothing',
    '/organise',
    '/metrics/letters',
  ])('%s is not found', async (path) => {
    const page = await site.http.get(path);
    expect(page.status).toBe(404);
    expect(page.headers['cache-control']).toBe('no-store');
  });

  test('is explained in HTML to people, and in problem+json to programs', async () => {
    const accept = (value: string, path = '/nowhere') => site.http.get(path).set('accept', value);
    for (const value of [
      'text/html,application/xhtml+xml,*/*;q=0.8',
      '*/*',
      'text/*',
      'application/json;q=0.1, text/html',
    ])
      expect([value, (await accept(value)).type]).toEqual([value, 'text/html']);
    for (const value of ['application/json', 'application/problem+json', 'application/json, text/html;q=0.5']) {
      const answer = await accept(value);
      expect([value, answer.type]).toEqual([value, 'application/problem+json']);
      expect(JSON.parse(answer.text)).toEqual({
        type: 'about:blank',
        status: 404,
        title: 'Not found',
        detail: 'There is no page at this address. It may have been mistyped.',
      });
    }
    expect((await accept('text/html', '/api/v1/letters/unknown')).type).toBe('application/problem+json');
  });

  test('is never repeated in the answer', async () => {
    const page = await site.http.get('/letters/%3Cscript%3Ealert(1)%3C%2Fscript%3E?q=%3Cscript%3E');
    expect(page.text).not.toMatch(/alert|%3Cscript/i);
  });
});

describe('a method that a page does not know', () => {
  const everywhere = [
    paths.home(),
    paths.letter('answer-us'),
    paths.signatures('answer-us'),
    paths.sign('answer-us'),
    paths.health(),
  ];

  test.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND', 'PURGE', 'TRACE', 'LOCK', 'SEARCH', 'QUERY'])(
    '%s is refused',
    async (method) => {
      for (const path of everywhere) {
        const answer = await raw([`${method} ${path} HTTP/1.1`, 'Host: localhost', 'X-Secret: mirrored']);
        expect([404, 405, 400]).toContain(statusOf(answer));
        expect(answer).not.toContain('mirrored');
      }
    },
  );

  test('POST to a page that takes none is refused', async () => {
    for (const path of [paths.home(), paths.letter('answer-us'), paths.sign('answer-us'), paths.live('answer-us')])
      expect([path, (await site.http.post(path).type('form').send({ a: '1' })).status]).toEqual([path, 405]);
    expect((await site.http.post(paths.apiLetters()).type('form').send({ a: '1' })).status).toBe(405);
  });

  test('CONNECT and a change of protocol are not followed', async () => {
    expect(await raw(['CONNECT evil.example:443 HTTP/1.1', 'Host: evil.example'])).toBe('');
    const upgrade = await raw([`GET ${paths.home()} HTTP/1.1`, 'Host: localhost', 'Upgrade: websocket']);
    expect(statusOf(upgrade)).toBe(200);
  });
});

describe('a request that only a broken or hostile program writes', () => {
  test.each([
    ['two Host headers', ['GET / HTTP/1.1', 'Host: localhost', 'Host: evil.example']],
    ['the same Host twice', ['GET / HTTP/1.1', 'Host: localhost', 'Host: localhost']],
    ['no Host header', ['GET / HTTP/1.1']],
    ['two lengths', ['POST / HTTP/1.1', 'Host: localhost', 'Content-Length: 1', 'Content-Length: 2']],
    ['a length and chunks', ['POST / HTTP/1.1', 'Host: localhost', 'Content-Length: 1', 'Transfer-Encoding: chunked']],
    ['a header of 20 kB', ['GET / HTTP/1.1', 'Host: localhost', `X: ${'x'.repeat(20_000)}`]],
    ['an address of 20 kB', [`GET /${'x'.repeat(20_000)} HTTP/1.1`, 'Host: localhost']],
    ['a header without a name', ['GET / HTTP/1.1', 'Host: localhost', ': x']],
    ['no HTTP at all', ['\u0016\u0003\u0001 hello']],
  ])('with %s is refused', async (_what, lines) => {
    const answer = await raw(lines);
    expect([400, 431]).toContain(statusOf(answer));
    expect(answer).not.toContain('localhost');
  });

  test('with a Host of somebody else is answered, and that name is used nowhere', async () => {
    const answer = await raw([`GET ${paths.letter('answer-us')} HTTP/1.1`, 'Host: evil.example']);
    expect(statusOf(answer)).toBe(200);
    expect(answer).toContain('http://localhost:3000/letters/answer-us');
    expect(answer).not.toContain('evil.example');
  });

  test('of HTTP/1.0 without a Host is answered', async () => {
    expect(statusOf(await sendRaw(site.server, 'GET /healthz HTTP/1.0\r\n\r\n'))).toBe(200);
  });
});

test('a flood from one network is told to come back in a minute, and readers notice nothing', async () => {
  const ask = () => site.http.post(paths.mailStatus('answer-us')).type('form').send({ ticket: '' });
  let last = await ask();
  for (let i = 0; last.status !== 429 && i < 700; i++) last = await ask();
  expect(last.status).toBe(429);
  expect(last.headers['retry-after']).toBe('60');
  expect(last.text).toContain('nothing that you did is lost');
  expect(JSON.stringify(last.headers)).not.toMatch(/ratelimit|127\.0\.0\.1/i);
  expect((await site.http.get(paths.letter('answer-us'))).status).toBe(200);
});
