import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { type HotPages, createHotPages, htmlAnswer } from '../../src/web/hot.ts';
import { get } from '../support/get.ts';
import { portOf } from '../support/raw.ts';

let server: Server;
afterEach(() => new Promise((resolve) => server.close(resolve)));

/** A server of finished pages; all addresses show the same one, whatever their query. */
function serveHot(produce: () => Promise<string>): HotPages {
  const hot = createHotPages(['X-Common', 'yes']);
  server = createServer((req: IncomingMessage, res: ServerResponse) => {
    if (hot.answer(req, res)) return;
    hot.serve(req, res, '/page', async () => htmlAnswer(await produce())).catch(() => res.writeHead(500).end());
  });
  return hot;
}

test('a page is made once for all who ask, whatever follows the question mark', async () => {
  let made = 0;
  serveHot(() => Promise.resolve(`made ${++made} times`));
  const ask = (path: string) => get(server, path);
  await portOf(server);
  const first = await Promise.all(Array.from({ length: 10 }, (_, i) => ask(`/page?${i}`)));
  const later = await Promise.all(Array.from({ length: 10 }, (_, i) => ask(`/page?later=${i}`)));
  expect(new Set([...first, ...later, await ask('/page')].map(({ body }) => body.toString()))).toEqual(
    new Set(['made 1 times']),
  );
});

test('a page that could not be made is made the next time', async () => {
  let broken = true;
  serveHot(() => (broken ? Promise.reject(new Error('the disk')) : Promise.resolve('mended')));
  expect((await get(server, '/page')).status).toBe(500);
  broken = false;
  expect((await get(server, '/page')).body.toString()).toBe('mended');
});

test('a page that was forgotten while it was made is not kept', async () => {
  let text = 'old';
  const making: (() => void)[] = [];
  const hot = serveHot(() => {
    const now = text;
    return new Promise((resolve) => making.push(() => resolve(now)));
  });
  const isMaking = async () => {
    while (making.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    return making.pop()!;
  };
  const asked = get(server, '/page');
  const finishOld = await isMaking();
  text = 'new';
  hot.forget();
  finishOld();
  expect((await asked).body.toString()).toBe('old');
  const again = get(server, '/page');
  (await isMaking())();
  expect((await again).body.toString()).toBe('new');
});
