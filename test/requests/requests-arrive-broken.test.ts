import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { sendBytes } from '../support/raw.ts';
import { type TestSite, openSite } from '../support/site.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

let site: TestSite;

beforeAll(async () => {
  site = await openSite();
  await site.publish(letterFile());
});
afterAll(() => site.end());

/** Every route that takes a body. */
const forms = [
  paths.askCode,
  paths.mailStatus,
  paths.collectPass,
  paths.writeSignature,
  paths.previewSignature,
  paths.signatures,
].map((path) => path('answer-us'));

const send = (type: string, body: Buffer | string, path = paths.askCode('answer-us')) =>
  sendBytes(site.server, path, type, body);
const withByte = (before: string, byte: number, after: string) =>
  Buffer.concat([Buffer.from(before), Buffer.of(byte), Buffer.from(after)]);

describe('a body that is too large', () => {
  test.each(forms)('is refused at %s', async (path) => {
    for (const [type, body] of [
      [FORM, `mailbox=${'a'.repeat(40_000)}`],
      [JSON_TYPE, JSON.stringify({ mailbox: 'a'.repeat(40_000) })],
    ] as const) {
      const answer = await send(type, body, path);
      expect(answer.status).toBe(413);
      expect(await answer.text()).toContain('Too much at once');
    }
  });

  test('is refused by what it unpacks to', async () => {
    const packed = gzipSync(`mailbox=${'a'.repeat(5_000_000)}`);
    const answer = await site.http
      .post(paths.askCode('answer-us'))
      .set('content-encoding', 'gzip')
      .type('form')
      .serialize(() => packed as unknown as string)
      .send({});
    expect(answer.status).toBe(413);
  });

  test('is taken up to 32 kB', async () => {
    expect((await send(FORM, `mailbox=${'a'.repeat(32_000)}`)).status).toBe(422);
  });
});

describe('10,000 parameters', () => {
  test.each(forms)('are refused at %s', async (path) => {
    const answer = await send(FORM, 'a&'.repeat(10_000), path);
    expect(answer.status).toBe(413);
    expect(await answer.text()).toContain('Too many fields');
  });

  test('in the address are of no consequence', async () => {
    const answer = await site.http.get(`${paths.signatures('answer-us')}?${'a&'.repeat(7_000)}q=x`);
    expect(answer.status).toBe(200);
  });
});

describe('what is not UTF-8', () => {
  test.each([
    ['a bare byte in a form', FORM, withByte('mailbox=', 0xff, '@halden.example')],
    ['an encoded byte in a form', FORM, 'mailbox=%FF@halden.example'],
    ['half a character in a form', FORM, 'mailbox=maya&name=%C3'],
    ['a surrogate in a form', FORM, 'mailbox=%ED%A0%80'],
    ['a percent sign alone', FORM, 'mailbox=100%'],
    ['a percent sign before other letters', FORM, 'mailbox=%zz'],
    ['a null character in a form', FORM, 'mailbox=maya%00@halden.example'],
    ['a broken name of a field', FORM, 'mail%FFbox=maya'],
    ['a form in Latin 1', `${FORM}; charset=iso-8859-1`, 'mailbox=m%E4ya@halden.example'],
    ['a byte in JSON', JSON_TYPE, withByte('{"mailbox":"', 0xff, '"}')],
    ['a lone surrogate in JSON', JSON_TYPE, '{"mailbox":"\\ud83d"}'],
    ['a null character in JSON', JSON_TYPE, '{"mailbox":"maya\\u0000"}'],
    ['a null character after a backslash', JSON_TYPE, '{"mailbox":"\\\\\\u0000"}'],
    ['a lone surrogate deep in JSON', JSON_TYPE, '{"a":[{"b":"\\udead"}]}'],
    ['a broken name in JSON', JSON_TYPE, '{"\\udead":1}'],
  ])('%s is refused', async (_what, type, body) => {
    const answer = await send(type, body);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Not readable');
  });

  test.each([
    [FORM, 'mailbox=maya%EF%BF%BD'],
    [JSON_TYPE, '{"mailbox":"maya\uFFFD"}'],
  ])('is not the sign that stands for it, which somebody may have pasted: %s', async (type, body) => {
    const answer = await send(type, body);
    expect(answer.status).toBe(422);
  });

  test('is refused by name in another character set', async () => {
    const answer = await send(`${FORM}; charset=utf-16`, 'mailbox=maya');
    expect(answer.status).toBe(415);
    expect(await answer.text()).toContain('Send it as UTF-8.');
  });

  test.each(['/letters/%FF', '/letters/%C3%28', '/letters/%E0%A4%A', '/letters/%', '/letters/%ff/sign'])(
    'is refused in the path %s',
    async (path) => {
      const answer = await site.http.get(path);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('Not readable');
    },
  );

  test('is no matter of backslashes that somebody wrote', async () => {
    const answer = await send(JSON_TYPE, JSON.stringify({ mailbox: '\\u0000 \\udead' }));
    expect(answer.status).toBe(422);
  });
});

describe('a body of the wrong kind', () => {
  test.each([
    ['nothing to be read', JSON_TYPE, ''],
    ['half an object', JSON_TYPE, '{"mailbox":'],
    ['a text', JSON_TYPE, '"maya@halden.example"'],
    ['a number', JSON_TYPE, '1'],
    ['null', JSON_TYPE, 'null'],
    ['a form that says it is JSON', JSON_TYPE, 'mailbox=maya@halden.example'],
  ])('%s is not the JSON that was promised', async (_what, type, body) => {
    const answer = await send(type, body);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      body === '' ? 422 : 400,
      'application/problem+json; charset=utf-8',
    ]);
  });

  test('a list is no post, and no field of it is named', async () => {
    const answer = await send(JSON_TYPE, '[]', paths.signatures('answer-us'));
    expect([answer.status, await answer.json()]).toMatchObject([422, { detail: 'A post must be a JSON object.' }]);
  });

  test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'image/png', 'not a type', ''])(
    'as %s is refused',
    async (type) => {
      for (const path of forms) {
        const answer = await send(type, 'mailbox=maya@halden.example', path);
        expect(answer.status).toBe(415);
      }
    },
  );

  test('packed in an unknown way is refused', async () => {
    const answer = await site.http
      .post(forms[0]!)
      .set('content-encoding', 'x-unknown')
      .type('form')
      .send('mailbox=maya');
    expect(answer.status).toBe(415);
  });

  test.each([
    '[]',
    '["maya@halden.example"]',
    '{}',
    '{"mailbox":null}',
    '{"mailbox":{"a":1}}',
    '{"mailbox":["a","b"]}',
  ])('%s is JSON, but holds no mailbox', async (body) => {
    for (const path of forms.filter((form) => form !== paths.writeSignature('answer-us'))) {
      const answer = await send(JSON_TYPE, body, path);
      expect(answer.status).toBe(422);
    }
  });

  test.each([
    'mailbox[]=maya@halden.example',
    'mailbox[]=a&mailbox[]=b',
    'mailbox=maya@halden.example&mailbox=theo@halden.example',
    'mailbox[address]=maya@halden.example',
    '__proto__[mailbox]=maya@halden.example',
    'constructor.prototype.mailbox=maya@halden.example',
    'mailbox%00=maya@halden.example&x=1',
  ])('%s holds no mailbox', async (body) => {
    const answer = await send(FORM, body);
    expect([400, 422]).toContain(answer.status);
    await site.mailIsSent();
    expect(site.mailbox.mails()).toEqual([]);
  });

  test('with the names of every object’s own properties is a form like any other', async () => {
    const odd = '__proto__=1&constructor=2&prototype=3&toString=4&hasOwnProperty=5&valueOf=6&__defineGetter__=7&then=8';
    for (const path of forms) expect([200, 422]).toContain((await send(FORM, odd, path)).status);
    const json = JSON.stringify({ mailbox: 'x' }).replace(
      '{',
      '{"__proto__":{"mailbox":"maya@halden.example"},"then":1,',
    );
    expect((await send(JSON_TYPE, json)).status).toBe(422);
    expect(({} as Record<string, unknown>)['mailbox']).toBeUndefined();
  });
});
