import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeEd25519 } from '../../src/ed25519.ts';
import { RSA_BITS, invitedTagOf, invitingTagOf, loadIssuerKeys } from '../../src/issuing/keys.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { fromBase64url, toBase64url, toHex } from '../../src/protocol/bytes.ts';
import { shortId } from '../../src/protocol/checkpoint.ts';
import type { Descriptor } from '../../src/protocol/descriptor.ts';
import {
  type InvitationAsk,
  inviteMessage,
  requestInvitation,
  writeInvitation,
} from '../../src/protocol/invitation.ts';
import { type Pass, keySeed, readPass, writePass } from '../../src/protocol/pass.ts';
import { findOnDisk } from '../support/disk.ts';
import { letterFile } from '../support/letters.ts';
import {
  collectBlinded,
  collectByInvitation,
  collectPass,
  colleaguesSign,
  hiddenField,
  inviteByForm,
  signByForm,
} from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

let site: TestSite;
let letter: PublishedLetter;
let vouched: PublishedLetter;
let mayas: Pass;

beforeAll(async () => {
  site = await openSite();
  letter = await site.publish(letterFile({ vouching: 'true', closes: '2026-05-04' }));
  vouched = (await site.shelf.byAddress('answer-us.vouched'))!;
  mayas = await collectBlinded(site, letter, 'maya@halden.example');
});
afterAll(() => site.end());

const requestOf = (pass: Pass, n: number) => {
  const descriptor = JSON.parse(letter.descriptor) as Descriptor;
  return requestInvitation({ letterId: letter.publicId, descriptor, bits: RSA_BITS }, pass, n, nodeEd25519);
};
const written = (ask: InvitationAsk): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(ask).map(([name, part]: [string, unknown]) => [
      name,
      part instanceof Uint8Array ? toBase64url(part as Uint8Array<ArrayBuffer>) : part,
    ]),
  );
const ask = (body: object) => site.http.post(paths.invite('answer-us')).send(body);
const bring = (code: string, ticket = 'a window') =>
  site.http.post(paths.collectPass(vouched.address)).type('form').send({ code, ticket });
const spentRows = () =>
  site.world.databases.issuer.$client
    .prepare('SELECT hex(letter) AS letter, hex(tag) AS tag, hex(bm) AS bm FROM spent')
    .all() as {
    letter: string;
    tag: string;
    bm: string;
  }[];
const numbers = async () =>
  (await site.http.get(paths.apiLetter('answer-us'))).body as { total: number; vouched: number };

/** An invitation as the browser's own client makes it. */
async function inviteBlinded(pass: Pass, n: number): Promise<string> {
  const request = await requestOf(pass, n);
  const answer = await ask(written(request.ask)).expect(200);
  return writeInvitation(await request.finish(fromBase64url((answer.body as { signature: string }).signature)));
}

describe('Maya', () => {
  test('is told of it where she has signed, and where she changes', async () => {
    const done = await signByForm(site, letter, await writePass(mayas));
    for (const page of [done.text, (await site.http.get(paths.change('answer-us'))).text])
      expect(page).toContain(`<a href="${paths.invite('answer-us')}">Invite up to three colleagues</a>`);
  });

  test('makes three invitations, and the same again when she asks again, from anywhere', async () => {
    const three = await Promise.all([1, 2, 3].map((n) => inviteBlinded(mayas, n)));
    expect(new Set(three).size).toBe(3);
    const pass = await writePass(mayas);
    expect(await Promise.all([1, 2, 3].map((n) => inviteByForm(site, letter, pass, n)))).toEqual(three);
  });

  test('gets a message with a link that pins the letter, and no address that holds the invitation', async () => {
    const page = await site.http
      .post(paths.invite('answer-us'))
      .type('form')
      .send({ pass: await writePass(mayas), n: 1 });
    const message = /<textarea id="message"[^>]*>([^<]*)</.exec(page.text)![1]!;
    expect(message).toContain(`${paths.sign('answer-us.vouched')}#${shortId(letter.publicId)}\n`);
    expect(message).toMatch(/\n\ninvite1_[\w-]{603}$/);
    expect(message.match(/\S*invite1_/g)).toEqual(['invite1_']);
  });

  test('gets no fourth, and nobody gets one without the pass at hand', async () => {
    const fourth = await ask(written((await requestOf(mayas, 4)).ask));
    const whole = written((await requestOf(mayas, 2)).ask);
    const { ask: first } = await requestOf(mayas, 1);
    const refused = await Promise.all([
      ask({ ...whole, proof: toBase64url(first.proof) }),
      ask({ ...whole, n: 3 }),
      ask({ ...whole, sig: toBase64url(new Uint8Array(384).fill(1)) }),
      ask({ ...whole, blinded: toBase64url(first.blinded) }),
      ask({}),
    ]);
    expect([fourth, ...refused].map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 422));
    expect((await ask(whole)).status, 'unaltered it is taken').toBe(200);
  });

  test('who asks otherwise for one that she has is told that it is taken', async () => {
    const { ask: first } = await requestOf(mayas, 1);
    const blinded = new Uint8Array(384).fill(1);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', blinded));
    const proof = await nodeEd25519.sign(
      await keySeed(mayas.secret, letter.publicId),
      inviteMessage(letter.publicId, vouched.publicId, 1, hash),
    );
    const answer = await ask(written({ ...first, blinded, proof }));
    expect([answer.status, (answer.body as { title: string }).title]).toEqual([409, 'Already taken']);
  });

  test('who pastes something else by the form keeps what she pasted', async () => {
    const page = await site.http.post(paths.invite('answer-us')).type('form').send({ pass: 'pass1_half', n: 2 });
    expect(page.status).toBe(422);
    expect(page.text).toContain('This is not a whole pass.');
    expect(page.text).toMatch(/>pass1_half<\/textarea>/);
    expect(page.text).toMatch(/value="2" checked/);
  });

  test.each(['0', '4', '9', 'x', '1.5', '', '-1'])(
    'who asks for invitation “%s” is asked which, and not given another',
    async (n) => {
      const pass = await writePass(mayas);
      const page = await site.http.post(paths.invite('answer-us')).type('form').send({ pass, n });
      expect(page.status).toBe(422);
      expect(page.text).toContain('the first, the second or the third');
      expect(page.text).toContain(`>${pass}</textarea>`);
      const form = page.text.slice(page.text.indexOf('data-without-script'));
      expect(form).not.toMatch(/name="n"[^>]* checked/);
      expect(page.text).not.toContain('invite1_</');
    },
  );
});

describe('her colleague', () => {
  let invitation: string;
  let pass: string;

  test('is asked for the invitation, and for no mailbox', async () => {
    const page = (await site.http.get(paths.sign('answer-us.vouched')).expect(200)).text;
    expect(page).toContain('Paste your invitation');
    expect(page).toContain('data-ask=""');
    expect(page).toContain('data-tally="vouched"');
    expect(page).not.toMatch(/Your work mailbox<\/label>\s*<span class="hint" id="mailbox-hint"/);
    const code = await site.http.post(paths.askCode('answer-us.vouched')).send({ mailbox: 'maya@halden.example' });
    expect(code.status).toBe(404);
  });

  test('signs with it, by a pass that counts in this tally alone', async () => {
    invitation = await inviteBlinded(mayas, 1);
    pass = await collectByInvitation(site, vouched, ` ${invitation.slice(0, 90)}\n${invitation.slice(90)} `);
    expect((await signByForm(site, vouched, pass, { shown: 'by role', role: 'Nurse' })).status).toBe(201);
    const elsewhere = await signByForm(site, letter, pass);
    expect(elsewhere.status).toBe(422);
  });

  test('gets the same pass when the form is sent again, and nobody else who has the invitation gets it', async () => {
    expect(hiddenField((await bring(invitation)).text, 'pass')).toBe(pass);
    const other = await bring(invitation, "Maya's window");
    expect(other.status).toBe(409);
    expect(other.text).toContain('This invitation was used already');
    expect(other.text).not.toContain('pass1_');
  });

  test('who pastes half of it, or one for another letter, is told so and keeps it', async () => {
    const second = await site.publish(letterFile({ slug: 'second', vouching: 'true' }));
    const foreign = await inviteByForm(site, second, await collectPass(site, second, 'maya@halden.example'));
    for (const [typed, words] of [
      [invitation.slice(0, -3), 'This is not a whole invitation.'],
      [foreign, 'This invitation belongs to another letter.'],
      [pass, 'This is not a whole invitation.'],
    ] as const) {
      const answer = await bring(typed);
      expect(answer.status).toBe(422);
      expect(answer.text).toContain(words);
      expect(answer.text).toContain(`>${typed}</textarea>`);
      expect(answer.text).toContain('name="ticket" value="a window"');
    }
  });

  test('cannot invite others in turn', async () => {
    const form = await site.http.post(paths.invite('answer-us')).type('form').send({ pass, n: 1 });
    expect(form.status).toBe(422);
    expect(form.text).toContain('Only someone who has proven a right of their own can vouch.');
    expect((await ask(written((await requestOf((await readPass(pass))!, 1)).ask))).status).toBe(422);
    expect((await site.http.get(paths.invite('answer-us.vouched'))).status).toBe(404);
  });
});

test('a letter without vouching gives no invitations', async () => {
  await site.publish(letterFile({ slug: 'plain' }));
  expect((await site.http.get(paths.invite('plain'))).status).toBe(404);
  expect((await site.http.get(paths.sign('plain.vouched'))).status).toBe(404);
  expect((await site.http.get(paths.change('plain'))).text).not.toContain('Invite up to three');
});

describe('when ten were vouched for', () => {
  const seen: number[] = [];
  beforeAll(async () => {
    for (let i = 0; i < 9; i++) {
      const inviter = await collectPass(site, letter, `inviter${i}@halden.example`);
      const invitation = await inviteByForm(site, letter, inviter);
      await signByForm(site, vouched, await collectByInvitation(site, vouched, invitation, `window ${i}`));
      seen.push((await numbers()).vouched);
      if (i < 8) await site.rounds.go(site.world.now());
    }
    await site.rounds.go(site.world.now());
  });

  test('their number appears beside the employees’, and moves nothing of theirs', async () => {
    expect(seen).toEqual(Array.from({ length: 9 }, () => 0));
    expect(await numbers()).toMatchObject({ total: 0, vouched: 10 });
    await colleaguesSign(site, letter, 9, 'own');
    await site.rounds.go(site.world.now());
    expect(await numbers()).toMatchObject({ total: 10, vouched: 10 });
  });

  test('the audit says what the number is of', async () => {
    const page = (await site.http.get(paths.audit('answer-us.vouched'))).text;
    expect(page).toContain('each pass of the employees could make three');
    expect(page).toContain(`letters/answer-us#${shortId(letter.publicId)}`);
    const signatories = (await site.http.get(paths.signatures('answer-us.vouched'))).text;
    expect(signatories).toContain('and 9 colleagues who prefer not to be named');
  });

  test('no row tells who invited whom: rows of both kinds look alike, and no file holds what was given away', async () => {
    const rows = spentRows().filter((row) => row.letter === toHex(vouched.publicId).toUpperCase());
    // three that Maya asked for, nine of others, ten that were used
    expect(rows).toHaveLength(3 + 9 + 10);
    expect(new Set(rows.map(({ tag }) => tag)).size).toBe(rows.length);
    expect(new Set(rows.map(({ bm }) => bm)).size).toBe(rows.length);
    for (const { tag, bm } of rows) expect([tag.length, bm.length]).toEqual([32, 32]);
    const { ask: mine } = await requestOf(mayas, 1);
    const invitation = Buffer.from((await inviteBlinded(mayas, 1)).slice('invite1_'.length), 'base64url');
    const given = [invitation.subarray(0, 32), invitation.subarray(64, 96), Buffer.from(mine.blinded).subarray(0, 32)];
    expect(findOnDisk(site.folder, given)).toEqual([]);
    // the log names the inviter's key; the issuer's file names it in no form, hashed neither
    const named = findOnDisk(site.folder, [Buffer.from(mine.pk)]).map((place) => place.split(':')[0]);
    expect(named).not.toContain('issuer.db');
  });

  test('with the key of the tags, a pass and an invitation can be tested, and after closing nothing can', async () => {
    const keys = (await loadIssuerKeys(site.folder, vouched.publicId))!;
    const { ask: mine } = await requestOf(mayas, 1);
    const invitation = Buffer.from((await inviteBlinded(mayas, 1)).slice('invite1_'.length), 'base64url');
    const tags = [
      invitingTagOf(keys, vouched.publicId, mine.pk, 1),
      invitedTagOf(keys, vouched.publicId, new Uint8Array(invitation.subarray(0, 32))),
    ].map((tag) => toHex(tag).toUpperCase());
    const stored = () => spentRows().map(({ tag }) => tag);
    expect(tags.every((tag) => stored().includes(tag))).toBe(true);
    site.pass(Date.UTC(2026, 4, 5) + 2_000 - site.world.now());
    await site.rounds.go(site.world.now());
    expect(await loadIssuerKeys(site.folder, vouched.publicId)).toBeUndefined();
    expect(stored().some((tag) => tags.includes(tag))).toBe(false);
    expect((await ask(written(mine))).status).toBe(410);
    expect((await site.http.get(paths.change('answer-us'))).text).not.toContain('Invite up to three');
  });
});
