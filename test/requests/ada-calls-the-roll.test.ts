import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { smtpTransport } from '../../src/mail/transport.ts';
import { paths } from '../../src/paths.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { findOnDisk, fingerprintsOf } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import { type MailServer, openMailServer, saysNo } from '../support/mail-server.ts';
import { hiddenField, signByForm } from '../support/people.ts';
import { callTheRoll, codeInText, codesOn, collectByCode, rollCallFile } from '../support/roll-call.ts';
import { type TestSite, openSite } from '../support/site.ts';

const NAMES = 'amina bastian carmen dele elif farid greta hana ines jonas kofi leila'.split(' ');
/** Some have a mailbox with the employer, some elsewhere: the list says who is asked. */
const mailboxes = NAMES.map((name, i) => `${name}.quill@${i % 3 === 0 ? 'private.example' : 'halden.example'}`);

let site: TestSite;
let server: MailServer;
let letter: PublishedLetter;

const mailsTo = (mailbox: string) => server.received.filter(({ recipients }) => recipients.includes(mailbox));
const codeOf = (mailbox: string) => codeInText(mailsTo(mailbox).at(-1)!.text!);
const keyFiles = () => readdirSync(join(site.folder, 'keys', 'issuer', toHex(letter.publicId)));

beforeAll(async () => {
  server = await openMailServer({
    onRcptTo: ({ address }, _session, done) =>
      done(address.startsWith('nobody') ? saysNo(550, `no such user ${address}`) : undefined),
  });
  const transport = smtpTransport(server.url.replace(/\?.*/, ''), 'post@letters.example');
  site = await openSite({ transport });
  letter = await site.publish(rollCallFile());
});
afterAll(async () => {
  await site.end();
  site.world.transport.close();
  await server.close();
});

describe('Ada calls the roll', () => {
  test('for a letter whose keys can make no tag of a mailbox', () => {
    expect(keyFiles().toSorted()).toEqual(['code.key', 'rsa.pem']);
    expect(letter.descriptor).toContain('"roll_call":true');
  });

  test('with a list that names somebody twice and has a line that is refused', async () => {
    const done: number[] = [];
    const list = [
      '# staff',
      '',
      ...mailboxes,
      'Nobody <nobody.quill@halden.example>',
      ' AMINA.Quill+x@private.example,',
    ];
    const mailed = await callTheRoll(site, letter, list, { progress: (count) => void done.push(count) });
    expect(mailed).toEqual({
      ...{ mailed: 12, before: 0, refused: [15], trouble: [], closed: false, finished: false },
    });
    expect(done.at(-1)).toBe(13);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    for (const mailbox of mailboxes) expect(mailsTo(mailbox)).toHaveLength(1);
    expect(new Set(mailboxes.map(codeOf)).size).toBe(12);
    expect(codesOn(site)).toBe(12);
  });

  test('and while it is unfinished, gives the list again: nobody is mailed twice', async () => {
    expect(keyFiles()).toContain('send.key');
    const mailed = await callTheRoll(site, letter, mailboxes);
    expect(mailed).toMatchObject({ mailed: 0, before: 12, finished: true });
    expect(server.received).toHaveLength(12);
  });

  test('and when it is finished, nothing recognises who was mailed', async () => {
    expect(keyFiles().toSorted()).toEqual(['code.key', 'mailed', 'mailing.lock', 'rsa.pem']);
    expect(site.world.databases.issuer.$client.prepare('SELECT count(*) FROM sending').pluck().get()).toBe(0);
    expect(await callTheRoll(site, letter, mailboxes)).toBe('finished before');
    expect(server.received).toHaveLength(12);
  });

  test('and mails to those who came later only when she says so', async () => {
    const late = ['late.quill@halden.example'];
    expect(await callTheRoll(site, letter, late)).toBe('finished before');
    expect(await callTheRoll(site, letter, late, { more: true })).toMatchObject({ mailed: 1, finished: true });
    expect(codesOn(site)).toBe(13);
  });

  test('and no address is on the disk, nor in a log', () => {
    const secrets = [...mailboxes, 'nobody.quill@halden.example', 'late.quill@halden.example'];
    expect(findOnDisk(site.folder, secrets)).toEqual([]);
    expect(site.log()).toBe('');
  });
});

describe('the mail', () => {
  test('holds a code and no link, and says nothing of what it is for', () => {
    const { subject, text, raw } = server.received[0]!;
    expect(subject).toBe('Your code');
    expect(text).toMatch(/[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}/);
    const body = raw.slice(raw.indexOf('\r\n\r\n'));
    expect(body).not.toMatch(/https?:|www\.|href|src=|url\(|localhost|@|\.example/i);
    expect(text).not.toMatch(/sign|letter|petition|demand|undersigned|employe|colleague|pass\b|halden|answer/i);
    expect(new Set(server.received.map((mail) => mail.text!.length)).size).toBe(1);
  });
});

describe('Maya', () => {
  test('is asked for a code, and for no mailbox', async () => {
    const page = (await site.http.get(paths.sign('answer-us')).expect(200)).text;
    expect(page).toContain('data-ask=""');
    expect(page).toContain('no key, ever, can tell which address collected a pass');
    expect(page).toContain('can use it before you');
    expect(page).not.toContain(`action="${paths.askCode('answer-us')}"`);
  });

  test('who asks for a code all the same is told who gives them', async () => {
    const before = fingerprintsOf(site.folder);
    for (const type of ['form', 'json']) {
      const answer = await site.http.post(paths.askCode('answer-us')).type(type).send({ mailbox: mailboxes[1]! });
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('The organizers of this letter gave out the codes themselves');
    }
    expect(fingerprintsOf(site.folder)).toEqual(before);
  });

  test('types it as she likes, and signs with nine colleagues', async () => {
    for (const [i, mailbox] of mailboxes.slice(0, 10).entries()) {
      const code = i === 0 ? ` ${codeOf(mailbox).toLowerCase().replace('-', '')} ` : codeOf(mailbox);
      const page = await collectByCode(site, letter, code).expect(200);
      const pass = hiddenField(page.text, 'pass');
      expect((await signByForm(site, letter, pass)).status).toBe(201);
    }
    await site.rounds.go(site.world.now());
    expect((await site.http.get(paths.apiLetter('answer-us'))).body).toMatchObject({ total: 10 });
    const page = (await site.http.get(paths.letter('answer-us'))).text;
    expect(page).toContain('issued to one code that the organizers gave out');
    expect(page).toContain('For whoever has a code from the organizers.');
  });

  test('gets the same pass when she sends the form again, and none for another blinded message', async () => {
    const code = codeOf(mailboxes[0]!);
    const [one, two] = await Promise.all([code, code.toLowerCase()].map((typed) => collectByCode(site, letter, typed)));
    expect(hiddenField(one!.text, 'pass')).toBe(hiddenField(two!.text, 'pass'));
    const blinded = Buffer.alloc(384, 1).toString('base64url');
    const other = await site.http.post(paths.collectPass('answer-us')).send({ code, blinded });
    expect(other.status).toBe(409);
    expect((other.body as { detail: string }).detail).toContain('each code gets one');
  });
});

test('whoever else has the code of somebody who signed without script is not given the pass', async () => {
  const page = (await site.http.get(paths.sign('answer-us'))).text;
  const code = codeOf(mailboxes[11]!);
  const send = (ticket: string) => site.http.post(paths.collectPass('answer-us')).type('form').send({ code, ticket });
  const hers = hiddenField((await send(hiddenField(page, 'ticket')).expect(200)).text, 'pass');
  const other = await send(hiddenField((await site.http.get(paths.sign('answer-us'))).text, 'ticket'));
  expect(other.status).toBe(409);
  expect(other.text).not.toContain('pass1_');
  expect(hiddenField((await send(hiddenField(page, 'ticket'))).text, 'pass'), 'her own window again').toBe(hers);
});

test('another letter, which asks for mailboxes, takes no such code and says nothing of a roll-call', async () => {
  const plain = await site.publish(letterFile({ slug: 'plain' }));
  expect(plain.descriptor).not.toContain('roll_call');
  expect(existsSync(join(site.folder, 'keys', 'issuer', toHex(plain.publicId), 'code.key'))).toBe(false);
  const answer = await collectByCode(site, plain, codeOf(mailboxes[0]!));
  expect(answer.status).toBe(422);
});
