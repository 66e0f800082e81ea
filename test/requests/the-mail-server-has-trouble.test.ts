import { afterEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { createCodeQueue } from '../../src/mail/code-queue.ts';
import type { Mail, Sending, Transport } from '../../src/mail/transport.ts';
import { letterFile } from '../support/letters.ts';
import { askForCode, hiddenField } from '../support/people.ts';
import { timesAsLong } from '../support/growth.ts';
import { ADA, addOrganizer } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';

const MINUTE = 60_000;

/** A mail server that answers as it is told, and remembers when it was spoken to. */
function mailServer(
  answer: (mail: Mail | null, times: number) => Sending,
): Transport & { calls: [to: string | null, at: number][] } {
  const calls: [string | null, number][] = [];
  const speak = (mail: Mail | null): Promise<Sending> => {
    calls.push([mail?.to ?? null, site.world.now()]);
    return Promise.resolve(answer(mail, calls.filter(([to]) => to === (mail?.to ?? null)).length));
  };
  return { calls, send: speak, check: () => speak(null), close: () => undefined };
}

let site: TestSite;
let letter: PublishedLetter;
afterEach(() => site.end());

async function openWith(transport: Transport): Promise<void> {
  site = await openSite({ transport });
  letter = await site.publish(
    letterFile({ employers: '[{name: Halden, domains: [halden.example]}, {name: Orrisk, domains: [orrisk.example]}]' }),
  );
}

const status = async (ticket: string): Promise<string> =>
  (
    (await site.http.post(paths.mailStatus('answer-us')).send({ ticket }).expect(200)).body as {
      status: string;
    }
  ).status;

/** The clock goes on in small steps, and the queue is worked at each. */
async function timeGoesOn(milliseconds: number, step = 500): Promise<void> {
  for (let gone = 0; gone < milliseconds; gone += step) {
    site.pass(step);
    await site.issuer.queue.work(site.world.now());
  }
}
const work = () => site.issuer.queue.work(site.world.now());

describe('a mail server in trouble', () => {
  test('is tried again after 5, 10, 20 seconds and so on, and the code arrives when it recovers', async () => {
    const server = mailServer((_mail, times) => (times < 4 ? 'trouble' : 'sent'));
    await openWith(server);
    const ticket = await askForCode(site, letter, 'maya@halden.example');
    await work();
    expect(await status(ticket)).toBe('waiting');
    await timeGoesOn(MINUTE);
    const pauses = server.calls.slice(1).map(([, at], i) => Math.round((at - server.calls[i]![1]) / 1000));
    expect(pauses).toEqual([5, 10, 20]);
    expect(await status(ticket)).toBe('sent');
    expect(site.issuer.queue.holds()).toEqual({ mailboxes: 0, oldest: undefined });
  });

  test('is given up after ten minutes; the page says so, and the mailbox is gone from memory', async () => {
    const server = mailServer(() => 'trouble');
    await openWith(server);
    const asked = site.world.now();
    const ticket = await askForCode(site, letter, 'maya@halden.example');
    await work();
    expect(site.issuer.queue.holds()).toEqual({ mailboxes: 1, oldest: asked });
    const page = () => site.http.post(paths.mailStatus('answer-us')).type('form').send({ ticket });
    const waiting = (await page()).text;
    expect(waiting).toContain('We try for ten minutes.');
    // it may as well be ours that is down
    expect(waiting).toContain('The mail has not been taken yet');
    expect(waiting).not.toContain('the other side');
    await timeGoesOn(10 * MINUTE - 1_000);
    expect((await page()).text).toContain('We try for ten minutes.');
    await timeGoesOn(1_000);
    const after = await page();
    expect(after.status).toBe(200);
    expect(after.text).toContain('The mail could not be sent');
    expect(hiddenField(after.text, 'ticket')).toBe(ticket);
    expect(site.issuer.queue.holds().mailboxes).toBe(0);
    const calls = server.calls.length;
    await timeGoesOn(10 * MINUTE, 5_000);
    expect(server.calls).toHaveLength(calls);
    expect(calls).toBeLessThan(10);
  });

  test('lets her ask again, and then the mail may go through', async () => {
    let up = false;
    await openWith(mailServer(() => (up ? 'sent' : 'trouble')));
    const lost = await askForCode(site, letter, 'maya@halden.example');
    await timeGoesOn(10 * MINUTE, 5_000);
    up = true;
    const ticket = await askForCode(site, letter, 'maya@halden.example');
    await work();
    expect([await status(lost), await status(ticket)]).toEqual(['not sent', 'sent']);
  });
});

describe('what a mail server says of a mailbox', () => {
  test('is not told: a refused mail looks like one that was sent', async () => {
    await openWith(mailServer((mail) => (mail?.to.startsWith('nobody') ? 'refused' : 'sent')));
    const [known, unknown] = [
      await askForCode(site, letter, 'maya@halden.example'),
      await askForCode(site, letter, 'nobody@halden.example'),
    ];
    await timeGoesOn(1_000);
    const pages = await Promise.all(
      [known, unknown].map(async (ticket) => {
        const page = await site.http.post(paths.mailStatus('answer-us')).type('form').send({ ticket });
        return page.text.replaceAll(ticket, '');
      }),
    );
    expect(pages[0]).toContain('The mail left our server.');
    expect(pages[1]).toBe(pages[0]);
    expect(site.issuer.queue.holds().mailboxes).toBe(0);
  });

  test('is asked of it in the same way when the mailbox had its mails for today', async () => {
    const server = mailServer(() => 'trouble');
    await openWith(server);
    const tickets = [];
    for (let i = 0; i < 4; i++) {
      tickets.push(await askForCode(site, letter, 'maya@halden.example'));
      await timeGoesOn(1_000);
    }
    expect(server.calls.filter(([to]) => to === null)).toHaveLength(1);
    expect(site.issuer.queue.holds().mailboxes).toBe(3);
    expect(new Set(await Promise.all(tickets.map(status)))).toEqual(new Set(['waiting']));
    await timeGoesOn(10 * MINUTE, 5_000);
    expect(new Set(await Promise.all(tickets.map(status)))).toEqual(new Set(['not sent']));
  });
});

describe('one company’s mail server', () => {
  test('is not flooded: its mails go out one after the other, those of another company beside them', async () => {
    const server = mailServer(() => 'sent');
    await openWith(server);
    for (let i = 0; i < 6; i++) await askForCode(site, letter, `maya${i}@halden.example`);
    await askForCode(site, letter, 'jonas@orrisk.example');
    await timeGoesOn(1_000, 10);
    const halden = server.calls.filter(([to]) => to?.endsWith('@halden.example')).map(([, at]) => at);
    expect(halden).toHaveLength(6);
    expect(halden.slice(1).map((at, i) => at - halden[i]! >= 50)).toEqual([true, true, true, true, true]);
    const orrisk = server.calls.find(([to]) => to === 'jonas@orrisk.example');
    expect(orrisk![1]).toBeLessThan(halden.at(-1)!);
  });
});

describe('when very many wait', () => {
  const MOST = 10_000;
  const mailTo = (to: string): Mail => ({ to, subject: '', text: '', html: '' });
  const ask = (type: 'json' | 'form', mailbox: string) =>
    site.http.post(paths.askCode('answer-us')).type(type).send({ mailbox });

  /** So many have asked already that there is room for this many more. */
  function fill(queue = site.issuer.queue, room = 0): void {
    for (let i = 0; i < MOST - room; i++)
      queue.add(`${i}`, 'orrisk.example', mailTo(`${i}@orrisk.example`), site.world.now());
  }

  test('whoever asks is told to come again, and nobody who waits is forgotten', async () => {
    let up = false;
    await openWith(mailServer(() => (up ? 'sent' : 'trouble')));
    fill(site.issuer.queue, 1);
    const ticket = await askForCode(site, letter, 'maya@halden.example');
    for (const type of ['json', 'form'] as const) {
      const busy = await ask(type, 'ines@halden.example');
      expect([busy.status, busy.headers['retry-after']]).toEqual([503, '5']);
      expect(busy.text).toContain('Very many ask at this moment.');
      // her page keeps what she typed, to send again; a program keeps it itself
      const kept = type === 'form' ? ['ines@halden.example'] : [];
      expect(busy.text.match(/ines[^"]*/g) ?? []).toEqual(kept);
    }
    expect(site.issuer.queue.holds().mailboxes).toBe(MOST);
    expect(await status(ticket)).toBe('waiting');
    expect(site.issuer.queue.status('0')).toBe('waiting');

    up = true;
    site.pass(5_000);
    await work();
    expect([await status(ticket), site.issuer.queue.status('0')]).toEqual(['sent', 'sent']);
    expect(site.issuer.queue.status('1')).toBe('waiting');
    expect((await ask('json', 'ines@halden.example')).status).toBe(200);
  });

  test('those who were sent away have all their mails of the day left', async () => {
    const server = mailServer(() => 'sent');
    await openWith(server);
    fill();
    for (let i = 0; i < 5; i++) expect((await ask('json', 'maya@halden.example')).status).toBe(503);
    await timeGoesOn(10 * MINUTE, MINUTE);
    for (let i = 0; i < 4; i++) expect((await ask('json', 'maya@halden.example')).status).toBe(200);
    await timeGoesOn(1_000, 50);
    expect(server.calls.filter(([to]) => to === 'maya@halden.example')).toHaveLength(3);
  });

  test('an organizer hears the same as somebody who is none', async () => {
    await openWith(mailServer(() => 'trouble'));
    await addOrganizer(site, ADA);
    const signIn = async (email: string) => {
      const { status: answered, headers, text } = await site.http.post(paths.signInCode()).type('form').send({ email });
      return { answered, again: headers['retry-after'], text: text.replaceAll(email, 'whoever asked') };
    };
    expect((await signIn(ADA)).answered).toBe(200);
    fill(site.accounts.queue, 1);
    const [ada, theo] = [await signIn(ADA), await signIn('theo@elsewhere.example')];
    expect(ada).toMatchObject({ answered: 503, again: '5' });
    expect(theo).toEqual(ada);
  });

  test('ten times as many are given up in about ten times as long, and not in a hundred', async () => {
    const down = mailServer(() => 'trouble');
    const givenUp = async (many: number) => {
      const queue = createCodeQueue(down);
      for (let i = 0; i < many; i++) queue.add(`${i}`, 'halden.example', null, 0);
      await queue.work(10 * MINUTE);
      for (let i = 0; i < many; i++) if (queue.status(`${i}`) !== 'not sent') throw new Error('it still waits');
    };
    await openWith(down);
    expect(await timesAsLong([MOST / 10, MOST], givenUp)).toBeLessThan(50);
  });
});
