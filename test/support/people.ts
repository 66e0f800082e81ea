import { nodeEd25519 } from '../../src/ed25519.ts';
import { RSA_BITS } from '../../src/issuing/keys.ts';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { passSpki } from '../../src/letters/tally.ts';
import { paths } from '../../src/paths.ts';
import { fromBase64url, toBase64url } from '../../src/protocol/bytes.ts';
import { type SignedPost, requestPass, writePost } from '../../src/protocol/client.ts';
import type { Pass } from '../../src/protocol/pass.ts';
import { type Fields, bodyOf } from '../../src/signing/signature.ts';
import type { TestSite } from './site.ts';

export const anonymous: Fields = {
  shown: 'anonymous',
  name: null,
  role: null,
  employer: 0,
  comment: null,
  pledges: [],
};

/** Asks for a code by the form; gives the ticket that the page holds. */
export async function askForCode(site: TestSite, letter: PublishedLetter, mailbox: string): Promise<string> {
  const page = await site.http.post(paths.askCode(letter.address)).type('form').send({ mailbox }).expect(200);
  return hiddenField(page.text, 'ticket');
}

/** What came to a mailbox, newest first. */
export function codeIn(site: TestSite, mailbox: string): string {
  const mail = site.mailbox.mails().find(({ to }) => to === mailbox);
  const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(mail?.text ?? '')?.[0];
  if (!code) throw new Error('no code came');
  return code;
}

/** Proves a mailbox by the forms, without script; gives the pass that the page shows. */
export async function collectPass(site: TestSite, letter: PublishedLetter, mailbox: string): Promise<string> {
  const ticket = await askForCode(site, letter, mailbox);
  await site.mailIsSent();
  const page = await site.http
    .post(paths.collectPass(letter.address))
    .type('form')
    .send({ ticket, code: codeIn(site, mailbox) })
    .expect(200);
  return hiddenField(page.text, 'pass');
}

/** Invites by the form, without script; gives the invitation that the page shows at the end of its message. */
export async function inviteByForm(site: TestSite, letter: PublishedLetter, pass: string, n = 1): Promise<string> {
  const page = await site.http.post(paths.invite(letter.address)).type('form').send({ pass, n }).expect(200);
  return /invite1_[\w-]+/.exec(page.text)![0];
}

/** Brings an invitation by the form, from a window of its own; gives the pass that the page shows. */
export async function collectByInvitation(
  site: TestSite,
  tally: PublishedLetter,
  invitation: string,
  ticket = 'a window',
): Promise<string> {
  const sent = site.http.post(paths.collectPass(tally.address)).type('form').send({ code: invitation, ticket });
  return hiddenField((await sent.expect(200)).text, 'pass');
}

/** Signs by the forms, without script. */
export async function signByForm(
  site: TestSite,
  letter: PublishedLetter,
  pass: string,
  fields: Record<string, unknown> = { shown: 'anonymous' },
) {
  return site.http
    .post(paths.signatures(letter.address))
    .type('form')
    .send({ pass, ...fields });
}

/** Many colleagues sign, each with a mailbox of their own. */
export async function colleaguesSign(
  site: TestSite,
  letter: PublishedLetter,
  count: number,
  name = 'colleague',
): Promise<void> {
  for (let i = 0; i < count; i++) {
    const pass = await collectPass(site, letter, `${name}${i}@${letter.employers[0]!.domains[0]}`);
    const answer = await signByForm(site, letter, pass);
    if (answer.status !== 201) throw new Error(`a colleague could not sign: ${answer.status}`);
  }
}

/** Collects a pass as the browser's own client does: blinded, by JSON. */
export async function collectBlinded(site: TestSite, letter: PublishedLetter, mailbox: string): Promise<Pass> {
  const ask = await site.http.post(paths.askCode(letter.address)).send({ mailbox }).expect(200);
  await site.mailIsSent();
  const client = await requestPass(
    { letterId: letter.publicId, descriptor: { spki: passSpki(letter) }, bits: RSA_BITS },
    site.world.random,
    nodeEd25519,
  );
  const answer = await site.http
    .post(paths.collectPass(letter.address))
    .send({
      ticket: (ask.body as { ticket: string }).ticket,
      code: codeIn(site, mailbox),
      blinded: toBase64url(client.blinded),
    })
    .expect(200);
  return client.finish(fromBase64url((answer.body as { signature: string }).signature));
}

/** The post of a pass, ready for JSON. */
export async function jsonPost(
  letter: PublishedLetter,
  pass: Pass,
  fields: Fields = anonymous,
): Promise<Record<string, unknown>> {
  const { publicId: letterId, versionHash } = letter;
  const post = await writePost(
    pass,
    { letterId, versionHash, seq: 0, kind: 'sign', body: bodyOf(fields) },
    nodeEd25519,
  );
  return { ...encoded(post), fields };
}

function encoded({ kind, seq, pk, prefix, sig, salt, commit, esig }: SignedPost): Record<string, unknown> {
  const bytes = { pk, prefix, sig, salt, commit, esig };
  return { kind, seq, ...Object.fromEntries(Object.entries(bytes).map(([name, value]) => [name, toBase64url(value)])) };
}

/** The value of a hidden field, as a browser would send it back. */
export function hiddenField(html: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1];
  if (value === undefined) throw new Error(`the page has no field ${name}`);
  return value;
}

/** A later post of a pass, ready for JSON: an edit with these fields, a withdrawal without any. */
export async function jsonChange(
  letter: PublishedLetter,
  pass: Pass,
  seq: number,
  fields: Fields | null,
): Promise<Record<string, unknown>> {
  const { publicId: letterId, versionHash } = letter;
  const what = fields ? ({ kind: 'edit', body: bodyOf(fields) } as const) : ({ kind: 'withdraw', body: '' } as const);
  const post = await writePost(pass, { letterId, versionHash, seq, ...what }, nodeEd25519);
  return { ...encoded(post), ...(fields && { fields }) };
}

/** Changes, by the form and without script, what a pass signed. */
export const changeByForm = (
  site: TestSite,
  letter: PublishedLetter,
  pass: string,
  fields: Record<string, unknown> = { shown: 'anonymous' },
) =>
  site.http
    .post(paths.changeWords(letter.address))
    .type('form')
    .send({ pass, ...fields });

/** Withdraws by the form, without script. */
export const withdrawByForm = (site: TestSite, letter: PublishedLetter, pass: string, when: 'next' | 'now' = 'next') =>
  site.http.post(paths.withdraw(letter.address)).type('form').send({ pass, when });
