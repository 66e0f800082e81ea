import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { letterFile } from '../support/letters.ts';
import { colleaguesSign } from '../support/people.ts';
import { connectTo, sendRaw } from '../support/raw.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
const sockets: Socket[] = [];

beforeAll(async () => {
  site = await openSite();
  const employers = '[{name: Halden, domains: [halden.example]}, {name: "Orrisk & Söhne", domains: [orrisk.example]}]';
  letter = await site.publish(letterFile());
  await site.publish(letterFile({ slug: 'two', title: 'Two', employers }));
});
afterAll(() => site.end());
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A viewer of the stream; what has come so far. */
async function watch(
  slug = 'answer-us',
  headers = '',
): Promise<{ socket: Socket; text(): string; until(words: string): Promise<void> }> {
  const socket = await connectTo(site.server);
  sockets.push(socket);
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.write(`GET ${paths.live(slug)} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n${headers}\r\n`);
  const until = async (words: string) => {
    for (let i = 0; i < 400 && !text.includes(words); i++) await new Promise((resolve) => setTimeout(resolve, 10));
    if (!text.includes(words)) throw new Error(`it did not come: ${words}\n${text}`);
  };
  return { socket, text: () => text, until };
}

const eventsIn = (text: string) =>
  [...text.matchAll(/event: (\w+)\nid: (\d+)\ndata: (.*)\n\n/g)].map(([, name, id, data]) => ({
    ...{ name, id: Number(id), data: JSON.parse(data!) as Record<string, unknown> },
  }));

test('the present number comes at once, with headers that keep it from being held or stored', async () => {
  const viewer = await watch();
  await viewer.until('event: count');
  const [head, body] = viewer.text().split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  for (const line of [
    'Content-Type: text/event-stream; charset=utf-8',
    'Cache-Control: no-store',
    'X-Accel-Buffering: no',
    'X-Content-Type-Options: nosniff',
    "Content-Security-Policy: default-src 'none'",
  ])
    expect(head).toContain(`\r\n${line}`);
  expect(head).not.toMatch(/set-cookie|content-length|content-encoding|access-control/i);
  expect(body).toMatch(/^retry: \d+\n\n/);
  expect(eventsIn(body!)).toEqual([
    {
      ...{ name: 'count', id: 0 },
      data: { total: 0, employers: { Halden: 0 }, supporters: 0, asOf: new Date(letter.openedAt).toISOString() },
    },
  ]);
});

test('says the same as the JSON and the page', async () => {
  const viewer = await watch('two');
  await viewer.until('event: count');
  const { total, employers, supporters, asOf } = (await site.http.get(paths.apiLetter('two'))).body as Record<
    string,
    unknown
  >;
  expect(eventsIn(viewer.text())[0]!.data).toEqual({ total, employers, supporters, asOf });
});

test('the next number comes to every viewer at the release, and nothing before it', async () => {
  const viewers = [await watch(), await watch(), await watch()];
  const elsewhere = await watch('two');
  for (const viewer of [...viewers, elsewhere]) await viewer.until('event: count');
  await colleaguesSign(site, letter, 9);
  await site.rounds.go(site.world.now());
  await colleaguesSign(site, letter, 1, 'tenth');
  await site.rounds.go(site.world.now());
  for (const viewer of viewers) {
    await viewer.until('"total":10');
    expect(eventsIn(viewer.text()).map(({ id, data }) => [id, data['total']])).toEqual([
      [0, 0],
      [1, 10],
    ]);
  }
  expect(eventsIn(elsewhere.text())).toHaveLength(1);
});

test('whoever comes back with the number of the last event gets the present one', async () => {
  const viewer = await watch('answer-us', 'Last-Event-ID: 0\r\n');
  await viewer.until('event: count');
  expect(eventsIn(viewer.text()).map(({ data }) => data['total'])).toEqual([10]);
});

test('whoever has gone away does not keep the others from hearing', async () => {
  const [gone, staying] = [await watch(), await watch()];
  await staying.until('event: count');
  gone.socket.destroy();
  site.pass(120_000);
  await colleaguesSign(site, letter, 10, 'more');
  await site.rounds.go(site.world.now());
  await staying.until('"total":20');
});

test('HEAD shows that there is a stream, and ends', async () => {
  const answer = await sendRaw(
    site.server,
    `HEAD ${paths.live('answer-us')} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  expect(answer).toMatch(/content-type: text\/event-stream/i);
  expect(answer.endsWith('\r\n\r\n')).toBe(true);
});

test('a letter that closes tells its viewers for the last time', async () => {
  const closing = await site.publish(letterFile({ slug: 'closing', closes: '2026-05-06' }));
  await colleaguesSign(site, closing, 2);
  const viewer = await watch('closing');
  await viewer.until('"total":0');
  site.pass(Date.UTC(2026, 4, 7, 0, 0, 2) - site.world.now());
  await site.rounds.go(site.world.now());
  await viewer.until('"total":2');
});

test('the streams end when the site stops', async () => {
  const viewer = await watch();
  await viewer.until('event: count');
  const ended = new Promise((resolve) => viewer.socket.once('close', resolve));
  site.stop();
  await ended;
});
