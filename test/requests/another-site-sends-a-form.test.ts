import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { type TestSite, openSite } from '../support/site.ts';

const HOME = 'http://localhost:3000';

let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile());
});
afterAll(() => site.end());

const forms = [
  paths.askCode,
  paths.mailStatus,
  paths.collectPass,
  paths.writeSignature,
  paths.previewSignature,
  paths.signatures,
].map((path) => path('answer-us'));

const send = (path: string, headers: Record<string, string>) =>
  site.http.post(path).set(headers).type('form').send({ mailbox: 'maya@halden.example' });

describe.each([
  ['a browser on another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['a browser on a sister site', { 'sec-fetch-site': 'same-site', origin: 'http://other.localhost:3000' }],
  ['a browser that lies about the origin alone', { 'sec-fetch-site': 'cross-site', origin: HOME }],
  ['a browser that says something new', { 'sec-fetch-site': 'somewhere', origin: HOME }],
  ['an older browser on another site', { origin: 'https://evil.example' }],
  ['an older browser on another port', { origin: 'http://localhost:3001' }],
  ['an older browser on the secure twin', { origin: 'https://localhost:3000' }],
  ['an older browser in a sandbox', { origin: 'null' }],
  ['a name that begins like ours', { origin: `${HOME}.evil.example` }],
])('%s', (_who, headers) => {
  test('sends none of our forms', async () => {
    for (const path of forms) {
      const page = await send(path, headers);
      expect(page.status).toBe(403);
      expect(page.text).toContain('Sent from another site');
    }
    await site.mailIsSent();
    expect(site.mailbox.mails()).toEqual([]);
  });

  test('may lead people here all the same', async () => {
    expect((await site.http.get(paths.letter('answer-us')).set(headers)).status).toBe(200);
    expect((await site.http.head(paths.sign('answer-us')).set(headers)).status).toBe(200);
  });
});

test('another site that sends JSON hears so in JSON', async () => {
  const answer = await site.http
    .post(forms[0]!)
    .set('origin', 'https://evil.example')
    .send({ mailbox: 'maya@halden.example' });
  expect([answer.status, answer.type]).toEqual([403, 'application/problem+json']);
});

test('nobody is told that other sites may read our pages, or send anything', async () => {
  const answers = [
    await site.http.get(paths.letter('answer-us')).set('origin', 'https://evil.example'),
    await site.http.options(forms[0]!).set({ origin: 'https://evil.example', 'access-control-request-method': 'POST' }),
  ];
  for (const { headers } of answers)
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('what is for programs may be read from everywhere, without anything that tells one visitor from another', async () => {
  const { headers } = await site.http.get(paths.apiLetter('answer-us')).set('origin', 'https://evil.example');
  expect(Object.entries(headers).filter(([name]) => name.startsWith('access-control'))).toEqual([
    ['access-control-allow-origin', '*'],
    ['access-control-expose-headers', 'ETag'],
  ]);
});

test.each([
  ['our own page in a browser', { 'sec-fetch-site': 'same-origin', origin: HOME }],
  ['our own page in an older browser', { origin: HOME }],
  ['a person who reloads', { 'sec-fetch-site': 'none' }],
  ['a program', {}],
])('%s asks for a code', async (_who, headers) => {
  expect((await send(forms[0]!, headers)).status).toBe(200);
});

test('every page says that nothing from elsewhere may be loaded, framed or sent to', async () => {
  for (const path of [paths.home(), paths.letter('answer-us'), paths.sign('answer-us'), '/nowhere']) {
    const { headers } = await site.http.get(path);
    const policy = headers['content-security-policy'] as string;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
  }
});
