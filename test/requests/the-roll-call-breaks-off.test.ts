import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { hashOfMailbox } from '../../src/issuing/roll-call/keys.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import type { Mail, Sending } from '../../src/mail/transport.ts';
import { toHex } from '../../src/protocol/bytes.ts';
import { findOnDisk } from '../support/disk.ts';
import { callTheRoll, codeInText, codesOn, collectByCode, postOffice, rollCallFile } from '../support/roll-call.ts';
import { type TestSite, openSite } from '../support/site.ts';

const mailboxes = Array.from({ length: 23 }, (_, i) => `worker${i}.quill@halden.example`);

let site: TestSite;
let letter: PublishedLetter;
let taken: Mail[];

async function openWith(serve?: (mail: Mail, nth: number) => Sending, folder?: string): Promise<void> {
  const transport = postOffice(serve);
  taken = transport.taken;
  site = await openSite({ transport, ...(folder === undefined ? {} : { folder, seed: 'again' }) });
  const kept = await site.shelf.byAddress('answer-us');
  letter = kept ?? (await site.publish(rollCallFile()));
}
afterEach(() => site.end());

/** The program dies in the middle of a mail, and is started again. */
async function dieAt(nth: number, dying: (mail: Mail) => Sending = () => 'trouble'): Promise<Mail[]> {
  await openWith((mail, count) => {
    if (count < nth) return 'sent';
    if (dying(mail) === 'sent') taken.push(mail);
    throw new Error('the power is gone');
  });
  await expect(callTheRoll(site, letter, mailboxes)).rejects.toThrow('the power is gone');
  const before = taken;
  await site.end('keep the folder');
  await openWith(undefined, site.folder);
  return before;
}

const statusOf = async (mail: Mail) => (await collectByCode(site, letter, codeInText(mail.text))).status;
const codesTo = (mails: Mail[], mailbox: string) => mails.filter(({ to }) => to === mailbox);
const keyFile = () => join(site.folder, 'keys', 'issuer', toHex(letter.publicId), 'send.key');

describe('a sending that broke off', () => {
  test.each([1, 3, 8, 23])('at mail %i goes on, and nobody has two codes that are valid', async (nth) => {
    const before = await dieAt(nth);
    expect(await callTheRoll(site, letter, mailboxes)).toMatchObject({ closed: false, finished: true });
    expect(codesOn(site)).toBe(mailboxes.length);
    const all = [...before, ...taken];
    for (const mailbox of mailboxes) {
      const mails = codesTo(all, mailbox);
      const statuses = await Promise.all(mails.map(statusOf));
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.at(-1)).toBe(200);
    }
  });

  test('whose last mail had arrived, and was used, leaves that person with one signature', async () => {
    const before = await dieAt(7, () => 'sent');
    const last = before.at(-1)!;
    expect(await statusOf(last)).toBe(200);
    await callTheRoll(site, letter, mailboxes);
    expect(codesTo(taken, last.to)).toEqual([]);
    expect(await statusOf(last)).toBe(200);
    expect(codesOn(site)).toBe(mailboxes.length);
  });

  test('tells nobody, by its files, whose code it was: not an address, and after it is finished no hash of one', async () => {
    await dieAt(12);
    const key = new Uint8Array(readFileSync(keyFile()));
    const hashes = mailboxes.map((mailbox) => Buffer.from(hashOfMailbox(key, letter.publicId, mailbox)));
    expect(findOnDisk(site.folder, mailboxes)).toEqual([]);
    // the control: while it is unfinished, the hashes are what recognises them
    expect(hashes.filter((hash) => findOnDisk(site.folder, [hash]).length > 0).length).toBeGreaterThan(5);
    await callTheRoll(site, letter, mailboxes);
    expect(findOnDisk(site.folder, [...mailboxes, ...hashes, Buffer.from(key)])).toEqual([]);
  });

  test('in the middle of destroying its key recognises nobody by what is left of it', async () => {
    await openWith();
    await callTheRoll(site, letter, mailboxes);
    writeFileSync(keyFile(), Buffer.alloc(32));
    expect(await callTheRoll(site, letter, mailboxes)).toBe('finished before');
  });
});

describe('a mail server', () => {
  test('that puts some off is tried again with the same code', async () => {
    const seen = new Map<string, string[]>();
    await openWith(({ to, text }) => {
      seen.set(to, [...(seen.get(to) ?? []), codeInText(text)]);
      return seen.get(to)!.length < 3 ? 'trouble' : 'sent';
    });
    expect(await callTheRoll(site, letter, mailboxes)).toMatchObject({ mailed: 23, trouble: [], finished: true });
    for (const codes of seen.values()) expect([codes.length, new Set(codes).size]).toEqual([3, 1]);
    expect(codesOn(site)).toBe(23);
  });

  test('that is gone for ten minutes leaves no valid code behind, and the list can be given again', async () => {
    let gone = true;
    await openWith(() => (gone ? 'trouble' : 'sent'));
    const begun = site.world.now();
    const broken = await callTheRoll(site, letter, mailboxes);
    expect(broken).toMatchObject({ mailed: 0, trouble: mailboxes.map((_, i) => i + 1), finished: false });
    expect(site.world.now() - begun).toBeLessThan(15 * 60_000);
    expect(codesOn(site)).toBe(0);
    gone = false;
    expect(await callTheRoll(site, letter, mailboxes)).toMatchObject({ mailed: 23, before: 0, finished: true });
  });

  test('gets at most so many mails a second for one domain', async () => {
    const at: number[] = [];
    await openWith(() => (at.push(site.world.now()), 'sent'));
    await callTheRoll(site, letter, mailboxes, { pace: 4 });
    for (const instant of at)
      expect(at.filter((other) => other >= instant && other < instant + 1_000).length).toBeLessThan(5);
    expect(at.at(-1)! - at[0]!).toBe(5_000);
  });
});

describe('a letter that closes while codes are sent', () => {
  test('stops the sending and leaves neither key nor code', async () => {
    const transport = postOffice(({ to }) => {
      if (to === mailboxes[7]) site.pass(2 * 86_400_000);
      return 'sent';
    });
    site = await openSite({ transport });
    letter = await site.publish(rollCallFile({ closes: '2026-05-05' }));
    expect(await callTheRoll(site, letter, mailboxes)).toMatchObject({ closed: true, finished: false });
    expect(transport.taken).toHaveLength(10);
    await site.rounds.go(site.world.now());
    expect(codesOn(site)).toBe(0);
    expect(findOnDisk(join(site.folder, 'keys'), [letter.slug])).toEqual([]);
    expect(() => readFileSync(keyFile())).toThrow('ENOENT');
  });
});
