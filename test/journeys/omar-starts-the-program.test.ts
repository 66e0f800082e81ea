import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { BUILT, startProgram, stopPrograms } from '../support/program.ts';

afterEach(stopPrograms);

const DEVELOPMENT_ONLY = ['/dev/mail', '/dev/mail.json', '/dev/colleagues'];

test('without a setting it plants its letters, says where it is open, and stops cleanly', async () => {
  const port = await freePort();
  const program = startProgram({ PORT: String(port) }, BUILT);
  const origin = `http://localhost:${port}`;
  expect(await program.says('/dev/mail')).toContain(`Undersigned is open at         ${origin}\n`);
  const home = await fetch(origin);
  expect(home.status).toBe(200);
  expect((await home.text()).match(/letter-card/g)).toHaveLength(4);
  expect((await fetch(`${origin}/dev/mail`)).status).toBe(200);
  expect(await (await fetch(`${origin}/dev/mail.json`)).json()).toEqual([]);

  const following = await fetch(`${origin}/letters/pathline/live`);
  expect(following.headers.get('content-type')).toContain('text/event-stream');
  const asked = performance.now();
  await program.stop('SIGTERM');
  expect(await program.ended()).toMatchObject({ status: 0 });
  expect(performance.now() - asked, 'somebody who follows a count does not hold it up').toBeLessThan(5_000);
});

test('told to stop while a form is being sent, it answers that and then stops', async () => {
  const port = await freePort();
  const program = startProgram({ PORT: String(port), DEMO: '0' }, BUILT);
  await program.answers(`http://localhost:${port}/readyz`);
  const sending = connect(port, '127.0.0.1');
  const answer = text(sending);
  const head = 'POST /letters/nowhere/code HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n';
  sending.write(`${head}Content-Type: application/x-www-form-urlencoded\r\n\r\nmail`);
  // until the program has begun to read
  await pause(200);
  const asked = performance.now();
  const stopped = program.stop('SIGTERM');
  await pause(200);
  sending.write('box=a');
  await stopped;
  expect(await program.ended()).toMatchObject({ status: 0 });
  expect(await answer).toMatch(/^HTTP\/1\.1 404 /);
  expect(performance.now() - asked, 'a connection that is kept open does not hold it up').toBeLessThan(5_000);
});

test('in production nothing of development is there', async () => {
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const program = startProgram(
    { PORT: String(port), BASE_URL: origin, NODE_ENV: 'production', SMTP_URL: 'smtp://127.0.0.1:9' },
    BUILT,
  );
  expect((await program.answers(`${origin}/readyz`)).status).toBe(200);
  for (const path of DEVELOPMENT_ONLY) {
    expect((await fetch(origin + path)).status, path).toBe(404);
    expect((await fetch(origin + path, { method: 'POST', body: new URLSearchParams() })).status, path).toBe(404);
  }
  expect(await (await fetch(origin)).text()).toContain('No letter is open here at present.');
  await program.stop('SIGTERM');
  expect(await program.ended()).toMatchObject({ status: 0 });
});

test('in production it does not start without a mail server, and names every setting that is missing', async () => {
  const { status, errors } = await startProgram({ NODE_ENV: 'production' }, BUILT).ended();
  expect(status).toBe(78);
  expect(errors).toMatch(/SMTP_URL must be set[^]*BASE_URL must be set/);
});

test('where the port is taken, it says so in words', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { status, errors } = await startProgram({ PORT: String(port), DEMO: '0' }, BUILT).ended();
  other.close();
  expect(status).toBe(1);
  expect(errors).toContain('This port is taken. Stop what runs there, or set PORT to another.');
  expect(errors).not.toContain('    at ');
});

test.each([
  [{ HOST: '999.1.1.1' }, 'HOST'],
  [{ HOST: '192.0.2.1' }, 'HOST'],
  [{ DATABASE_URL: 'file:/dev/null/x/y.db' }, 'DATABASE_URL'],
])('where it cannot listen or keep anything, as with %j, it names the setting', async (wrong, setting) => {
  const { status, errors } = await startProgram({ PORT: '0', DEMO: '0', ...wrong }, BUILT).ended();
  expect([status, errors]).toEqual([
    78,
    expect.stringMatching(new RegExp(`^The settings cannot be used:\\n  ${setting} `)),
  ]);
  expect(errors).not.toContain('    at ');
});
