import type { Site } from '../app.ts';
import { nodeEd25519 } from '../ed25519.ts';
import { RSA_BITS } from '../issuing/keys.ts';
import { mailboxFor } from '../issuing/mailbox.ts';
import { makeCodes } from '../issuing/roll-call/roll-call.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { provenBy } from '../letters/proven-by.ts';
import { mainOf, passSpki } from '../letters/tally.ts';
import { requestPass, writePost } from '../protocol/client.ts';
import type { Descriptor } from '../protocol/descriptor.ts';
import { requestInvitation, writeInvitation } from '../protocol/invitation.ts';
import type { Pass } from '../protocol/pass.ts';
import { bodyOf, type Fields } from '../signing/signature.ts';
import type { World } from '../world.ts';
import { comments, firstNames, lastNames, roles } from './invented.ts';
import { wordsIn } from '../web/speak.ts';

export type Parts = Pick<Site, 'issuer' | 'board' | 'rounds' | 'shelf'>;

/** Lets invented people sign, of whichever tally, each by the real path: asking, reading the mail, collecting, posting. */
export async function signAsColleagues(
  world: World,
  { issuer, board }: Parts,
  letter: PublishedLetter,
  count: number,
  now: number,
): Promise<void> {
  const colleagues = Array.from({ length: count }, () => invent(world, letter));
  for (const { mailbox, fields } of colleagues) {
    const pass = await collectPass(world, issuer, letter, mailbox, now);
    const body = bodyOf(fields);
    const what = { letterId: letter.publicId, versionHash: letter.versionHash, seq: 0, kind: 'sign' as const, body };
    const posting = await board.post(letter, await writePost(pass, what, nodeEd25519), fields, now);
    if (typeof posting === 'string') throw new Error(`an invented colleague could not sign: ${posting}`);
  }
}

async function collectPass(
  world: World,
  issuer: Parts['issuer'],
  letter: PublishedLetter,
  typed: string,
  now: number,
): Promise<Pass> {
  const proof = await prove(world, issuer, letter, typed, now);
  if (typeof proof === 'string') throw new Error(`an invented colleague was refused: ${proof}`);
  const keys = { letterId: letter.publicId, descriptor: { spki: passSpki(letter) }, bits: RSA_BITS };
  const request = await requestPass(keys, world.random, nodeEd25519);
  const signature = await issuer.collect(letter, proof, request.blinded);
  if (typeof signature !== 'object') throw new Error('an invented colleague got no pass');
  return request.finish(signature);
}

async function prove(world: World, issuer: Parts['issuer'], letter: PublishedLetter, typed: string, now: number) {
  switch (provenBy(letter)) {
    case 'mailbox':
      return proveMailbox(world, issuer, letter, typed, now);
    case 'code':
      return issuer.rollCall.check(letter, (await makeCodes(world, letter, 1))[0]!, now);
    case 'invitation':
      return issuer.invitations.check(letter, await invitation(world, issuer, letter, typed, now));
  }
}

/** Somebody else, who has a pass of the letter, invites. */
async function invitation(world: World, issuer: Parts['issuer'], tally: PublishedLetter, typed: string, now: number) {
  const letter = mainOf(tally);
  const pass = await collectPass(world, issuer, letter, typed, now);
  const descriptor = JSON.parse(letter.descriptor) as Descriptor;
  const vouched = { letterId: letter.publicId, descriptor, bits: RSA_BITS };
  const request = await requestInvitation(vouched, pass, 1, nodeEd25519);
  const proof = await issuer.invitations.admit(letter, tally, request.ask);
  const signature = proof && (await issuer.collect(tally, proof, request.ask.blinded));
  if (typeof signature !== 'object') throw new Error('an invented colleague could not invite');
  return writeInvitation(await request.finish(signature));
}

async function proveMailbox(
  world: World,
  issuer: Parts['issuer'],
  letter: PublishedLetter,
  typed: string,
  now: number,
) {
  const read = mailboxFor(letter, typed);
  if ('fault' in read) throw new Error(`an invented mailbox is ${read.fault}`);
  const ticket = await issuer.ask(letter, read.mailbox, read.domain, now, wordsIn(letter.language));
  const code = await codeFor(world, issuer, read.mailbox, now);
  return issuer.desk.check(letter.publicId, ticket, code, now);
}

/** The code from the newest mail to this mailbox; works the queue until it has been sent. */
async function codeFor(world: World, issuer: Parts['issuer'], mailbox: string, now: number): Promise<string> {
  for (let later = now; later < now + 60_000; later += 100) {
    await issuer.queue.work(later);
    const code = /[0-9A-Z]{5}-[0-9A-Z]{5}/.exec(world.mailbox?.take(mailbox)?.text ?? '')?.[0];
    if (code) return code;
  }
  throw new Error('no mail came');
}

function invent(world: World, letter: PublishedLetter): { mailbox: string; fields: Fields } {
  const pick = <Thing>(things: readonly Thing[]): Thing => things[chance(world, things.length)]!;
  const [first, last, role] = [pick(firstNames), pick(lastNames), pick(roles)];
  const employer = chance(world, letter.employers.length);
  const shown = pick(letter.shown.length === 1 ? letter.shown : [...letter.shown, letter.shown.at(-1)!]);
  const number = chance(world, 1_000_000);
  const name = `${first} ${last}`;
  return {
    // who stands outside the employers has a mailbox somewhere else
    mailbox: `colleague-${number}@${letter.employers[employer]!.domains[0] ?? 'mailbox.example'}`,
    fields: {
      shown,
      name: shown === 'named' ? name : null,
      role: shown === 'anonymous' ? null : role,
      employer,
      comment: letter.comments ? (comments[chance(world, 40)] ?? null) : null,
      pledges: letter.pledges.flatMap((_pledge, i) => (chance(world, 3) === 0 ? [i] : [])),
      ...(letter.sites.length > 0 ? { site: inventGroup(world, letter.sites) } : {}),
      ...(letter.roles.length > 0 ? { occupation: inventGroup(world, letter.roles) } : {}),
    },
  };
}

/** The first of a list is where most are; some say nothing. */
const inventGroup = (world: World, { length }: string[]): number | null =>
  chance(world, 4) === 0 ? null : Math.min(chance(world, length), chance(world, length));

const chance = (world: World, outcomes: number): number => new DataView(world.random(4).buffer).getUint32(0) % outcomes;
