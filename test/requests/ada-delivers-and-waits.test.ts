import { afterEach, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import type { Mail, Sending, Transport } from '../../src/mail/transport.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { ADA, type OrganizerBrowser, addOrganizer, signInAs } from '../support/organizers.ts';
import { type TestSite, openSite } from '../support/site.ts';
import { filesIn } from '../support/zip.ts';

const DAY = 86_400_000;
const INES = 'ines@undersigned.example';
const OFFICE = 'office+letters@halden.example';
const delivery = { 'delivery-day': '2026-05-04', 'delivery-to': 'Pat Orsini', 'delivery-how': 'by mail' };

let site: TestSite;
let ada: OrganizerBrowser;
let letter: PublishedLetter;
let id: string;
afterEach(() => site.end());

async function open(...keepers: string[]): Promise<void> {
  site = await openSite();
  await publish(...keepers);
}

/** A mail server that takes sign-in codes, and answers everything else as it is told. */
async function openWith(answer: (mail: Mail) => Sending): Promise<void> {
  const transport: Transport = {
    send: (mail) => (/your code/i.test(mail.subject) ? site.mailbox.send(mail) : Promise.resolve(answer(mail))),
    check: () => Promise.resolve('sent'),
    close: () => undefined,
  };
  site = await openSite({ transport });
  await publish(ADA);
}

async function publish(...keepers: string[]): Promise<void> {
  letter = await site.publish(letterFile());
  id = toHex(letter.id);
  for (const keeper of keepers) await addOrganizer(site, keeper, letter.id);
  ada = await signInAs(site, ADA);
}

const send = (browser: OrganizerBrowser, path: string, form: Record<string, string>) =>
  browser.post(path).type('form').send(form);
const mailPacket = (address = OFFICE) => send(ada, paths.mailPacket(id), { 'mail-to': address });
const mailsTo = (address: string) =>
  site.mailbox.mails().filter(({ to, subject }) => to === address && !/code/i.test(subject));
const round = () => site.rounds.go(site.world.now());

describe('the packet', () => {
  test('is one download for keepers, and for nobody else', async () => {
    await open(ADA);
    const answer = await ada.get(paths.packet(id)).buffer(true).parse(readBytes).expect(200);
    expect(answer.headers['content-disposition']).toBe('attachment; filename="answer-us-2026-05-04.zip"');
    expect(Object.keys(filesIn(answer.body as Buffer))).toEqual(
      expect.arrayContaining(['letter.md', 'audit.json', 'SHA256SUMS']),
    );
    const { id: writer } = await addOrganizer(site, INES);
    await site.accounts.members.makeKeeper(letter.id, writer, site.world.now(), 'the operator');
    await site.accounts.members.change(letter.id, writer, 'writer', writer, site.world.now());
    expect((await (await signInAs(site, INES)).get(paths.packet(id))).status).toBe(403);
  });

  test('goes by mail to an address that is stored nowhere', async () => {
    await open(ADA);
    const answer = await mailPacket().expect(303);
    expect((await ada.get(answer.headers['location']!)).text).toContain('The mail server took the packet.');
    const [mail] = mailsTo(OFFICE);
    expect(mail).toMatchObject({ subject: 'An open letter to you: Answer us' });
    expect(mail!.text).toContain('http://localhost:3000/letters/answer-us');
    expect(Object.keys(filesIn(mail!.attachments![0]!.content))).toContain('signed-text.md');
    expect(findOnDisk(site.folder, [OFFICE, 'office+letters'])).toEqual([]);
    // the same search finds what is stored
    expect(findOnDisk(site.folder, [ADA])).not.toEqual([]);
    expect(site.log()).not.toContain('office');
    const trail = (await ada.get(paths.trailJson(id))).text;
    expect(trail).toContain('mailed the packet');
    expect(trail).not.toContain('office');
    // the development page shows the mail, and no file of it
    expect((await site.http.get(paths.devMailJson())).text).not.toContain('attachments');
  });

  test.each([
    ['refuses the address', 'refused', 422, 'refuses this address'],
    ['has trouble', 'trouble', 502, 'Nothing was sent'],
  ] as const)('stays here while the mail server %s, and the keeper is told', async (_what, sending, status, words) => {
    await openWith(() => sending);
    const answer = await mailPacket();
    expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(words)]);
    expect(answer.text).toContain(`value="${OFFICE}"`);
    expect((await ada.get(paths.trailJson(id))).text).not.toContain('mailed the packet');
    expect((await mailPacket('nobody')).text).toContain('not a mail address');
  });
});

describe('sent twice', () => {
  const packets = (address = OFFICE) => mailsTo(address).length;

  test('the packet goes once, and she is told', async () => {
    await open(ADA);
    const answers = await Promise.all([mailPacket(), mailPacket(` ${OFFICE.toUpperCase()} `)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303, 409]));
    const told = answers.find(({ status }) => status === 409)!.text;
    expect(told).toContain('went to this address already');
    expect(told.toLowerCase()).toContain('letters@halden.example');
    // in another tab, a while later
    site.pass(60_000);
    expect((await mailPacket()).status).toBe(409);
    expect(packets()).toBe(1);
    const trail = (await ada.get(paths.trailJson(id))).text;
    expect(trail.match(/mailed the packet/g)).toHaveLength(1);
  });

  test('on purpose it goes again: to somebody else, for another delivery, and on another day', async () => {
    await open(ADA);
    await mailPacket().expect(303);
    await mailPacket('board@halden.example').expect(303);
    await send(ada, paths.deliver(id), delivery).expect(303);
    await mailPacket().expect(303);
    expect((await mailPacket()).status).toBe(409);
    site.pass(DAY);
    ada = await signInAs(site, ADA);
    await mailPacket().expect(303);
    expect([packets(), packets('board@halden.example')]).toEqual([3, 1]);
  });

  test('what the mail server did not take is sent again at once', async () => {
    const answers: Sending[] = ['trouble', 'refused', 'sent'];
    await openWith(() => answers.shift()!);
    const statuses = [await mailPacket(), await mailPacket(), await mailPacket()].map(({ status }) => status);
    expect(statuses).toEqual([502, 422, 303]);
  });

  test('the line in the trail is there before the mail server is asked', async () => {
    let during = '';
    await openWith(() => 'sent');
    const asked = site.world.transport.send.bind(site.world.transport);
    site.world.transport.send = async (mail) => {
      during = (await ada.get(paths.trailJson(id))).text;
      return asked(mail);
    };
    await mailPacket().expect(303);
    expect(during).toContain('"what":"attempted","detail":{"act":"mailed the packet"}');
    expect((await ada.get(paths.trailJson(id))).text).toContain('"what":"mailed the packet"');
  });
});

describe('where Ines is keeper too', () => {
  test('nothing is delivered until she confirms, and nothing is mailed', async () => {
    await open(ADA, INES);
    expect((await mailPacket()).status).toBe(409);
    expect(mailsTo(OFFICE)).toEqual([]);
    const asked = await send(ada, paths.deliver(id), delivery).expect(303);
    expect(asked.headers['location']).toBe(paths.decisions(id));
    expect(await site.shelf.byAddress('answer-us')).toMatchObject({ status: 'open' });
    expect((await site.http.get(paths.letter('answer-us'))).text).not.toContain('Delivered on');
    const ines = await signInAs(site, INES);
    const page = (await ines.get(paths.decisions(id))).text;
    expect(page).toContain('asked to record that it was delivered on 4 May 2026 to Pat Orsini, by mail');
    await send(ines, /action="([^"]+\/decisions\/[0-9a-f]{32})"/.exec(page)![1]!, { do: 'confirm' }).expect(303);
    expect(await site.shelf.byAddress('answer-us')).toMatchObject({ status: 'delivered' });
    expect((await site.http.get(paths.letter('answer-us'))).text).toContain('Delivered on 4 May 2026');
    await mailPacket().expect(303);
    expect(mailsTo(OFFICE)).toHaveLength(1);
  });

  test('a delivery is asked for where it is described, and nowhere else', async () => {
    await open(ADA, INES);
    expect((await send(ada, paths.decisions(id), { deed: 'deliver' })).status).toBe(422);
  });
});

describe('without an answer', () => {
  const days = async (count: number) => {
    site.pass(count * DAY);
    await round();
    await round();
  };
  const reminders = (address: string) => mailsTo(address).map(({ subject }) => subject);

  test('keepers are reminded after 30, 90 and 180 days, each once', async () => {
    await open(ADA);
    await send(ada, paths.deliver(id), delivery).expect(303);
    await days(29);
    expect(reminders(ADA)).toEqual([]);
    await days(1);
    expect(reminders(ADA)).toEqual(['30 days without an answer']);
    expect(mailsTo(ADA)[0]!.text).toContain(`http://localhost:3000${paths.answers(id)}`);
    expect(mailsTo(ADA)[0]!.text).not.toContain('Answer us');
    for (let i = 0; i < 3; i++) await days(20);
    for (let i = 0; i < 20; i++) await days(10);
    expect(reminders(ADA)).toEqual(['180', '90', '30'].map((count) => `${count} days without an answer`));
  });

  test('a mark that was kept is not forgotten by a new start of the program', async () => {
    await open(ADA);
    await send(ada, paths.deliver(id), delivery).expect(303);
    await days(31);
    expect(reminders(ADA)).toHaveLength(1);
    await site.end('keep the folder');
    site = await openSite({ folder: site.folder });
    await days(40);
    expect(reminders(ADA)).toEqual([]);
    await days(60);
    expect(reminders(ADA)).toEqual(['90 days without an answer']);
  });

  test('nobody is reminded of what was answered', async () => {
    await open(ADA);
    await send(ada, paths.deliver(id), delivery).expect(303);
    const response = {
      'response-from': 'Pat',
      'response-day': '2026-05-04',
      'response-source': '',
      'response-text': 'No.',
    };
    const all = { 'response-demand-1': 'yes', 'response-demand-2': 'yes' };
    await send(ada, paths.recordResponse(id), { ...response, ...all }).expect(303);
    await days(200);
    expect(reminders(ADA)).toEqual([]);
  });

  test('a mail server in trouble is tried again an hour later', async () => {
    const asked: string[] = [];
    await openWith(({ subject }) => (asked.push(subject), asked.length < 2 ? 'trouble' : 'sent'));
    await send(ada, paths.deliver(id), delivery).expect(303);
    await days(30);
    expect(asked).toHaveLength(1);
    site.pass(3_600_000);
    await round();
    site.pass(3_600_000);
    await round();
    expect(asked).toHaveLength(2);
  });
});

function readBytes(res: NodeJS.EventEmitter, done: (fault: Error | null, bytes: Buffer) => void): void {
  const pieces: Buffer[] = [];
  res.on('data', (piece: Buffer) => pieces.push(piece));
  res.on('end', () => done(null, Buffer.concat(pieces)));
}
