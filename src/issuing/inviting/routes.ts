import { type Request, type RequestHandler, Router } from 'express';
import { nodeEd25519 } from '../../ed25519.ts';
import { openLetterAt } from '../../letters/find.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { passSpki, tallyOf } from '../../letters/tally.ts';
import { paths } from '../../paths.ts';
import { toBase64url } from '../../protocol/bytes.ts';
import { isPassOf } from '../../protocol/client.ts';
import type { Descriptor } from '../../protocol/descriptor.ts';
import { INVITATIONS, type InvitationAsk, requestInvitation, writeInvitation } from '../../protocol/invitation.ts';
import { type Pass, readPass } from '../../protocol/pass.ts';
import type { Assets } from '../../web/assets.ts';
import { problem } from '../../web/errors.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField, sentJson } from '../../web/forms.ts';
import type { MakeFrame } from '../../web/frame.ts';
import type { IssuerWorld } from '../../world.ts';
import type { Issuer } from '../issuer.ts';
import { RSA_BITS } from '../keys.ts';
import { invitingPages } from './pages.ts';
import { asksUnder } from './read-ask.ts';

const FLOOD = 300;
/** Seconds after which whoever found too many before them comes again. */
const SOON = 5;

/** Whoever holds a pass of a letter with vouching asks here for invitations; whoever is invited signs as others do. */
export function invitingRoutes(
  world: IssuerWorld,
  shelf: LetterShelf,
  issuer: Issuer,
  frame: MakeFrame,
  assets: Assets,
): Router {
  const pages = invitingPages(frame, assets, world.config.baseUrl);
  const readAsk = asksUnder(RSA_BITS / 8);
  const router = Router();
  const slug = ':slug';
  const find = async (req: Request) => {
    const letter = await openLetterAt(shelf, req.params['slug'], world.now());
    return { letter, tally: vouchedOf(letter) };
  };

  router.get(paths.invite(slug), async (req, res) => {
    const { letter, tally } = await find(req);
    res.send(pages.invite(letter, tally, {}));
  });

  const answerClient: RequestHandler = async (req, res, next) => {
    if (!sentJson(req)) return next('route');
    const { letter, tally } = await find(req);
    const ask = readAsk(req.body);
    if (!ask) throw notProven();
    res.json({ signature: toBase64url(await signInvitation(issuer, letter, tally, ask)) });
  };

  router.post(paths.invite(slug), limitFlood(FLOOD), answerClient);
  router.post(paths.invite(slug), async (req, res) => {
    const { letter, tally } = await find(req);
    const [typed, n] = [formField(req, 'pass'), readNumber(formField(req, 'n'))];
    const pass = await readOwnPass(letter, typed);
    if (typeof pass === 'string') res.status(422).send(pages.invite(letter, tally, { pass: typed, n, fault: pass }));
    else res.send(pages.made(letter, tally, await makeInvitation(issuer, letter, tally, pass, n)));
  });

  return router;
}

function vouchedOf(letter: PublishedLetter): PublishedLetter {
  const tally = letter.main ? undefined : tallyOf(letter, 'vouched');
  if (tally) return tally;
  throw problem(404, 'No invitations', 'In this letter nobody vouches for colleagues: each proves their own right.');
}

const readNumber = (typed: string): number => (/^\d$/.test(typed) ? Math.min(Math.max(+typed, 1), INVITATIONS) : 1);

/** The pass in the form; or what to do about what was pasted instead. */
async function readOwnPass(letter: PublishedLetter, typed: string): Promise<Pass | string> {
  const pass = await readPass(typed);
  if (!pass) return 'This is not a whole pass. Please paste all of it, from pass1_ to its last character.';
  const keys = { letterId: letter.publicId, descriptor: { spki: passSpki(letter) }, bits: RSA_BITS };
  if (await isPassOf(keys, pass, nodeEd25519)) return pass;
  return 'This pass belongs to another letter, or to somebody who was invited. Only who has proven a right of their own can vouch.';
}

/** Without script: plays the browser's part, with the pass that it was given. */
async function makeInvitation(
  issuer: Issuer,
  letter: PublishedLetter,
  tally: PublishedLetter,
  pass: Pass,
  n: number,
): Promise<string> {
  const descriptor = JSON.parse(letter.descriptor) as Descriptor;
  const vouched = { letterId: letter.publicId, descriptor, bits: RSA_BITS };
  const request = await issuer.inTurn(() => requestInvitation(vouched, pass, n, nodeEd25519));
  const signature = await signInvitation(issuer, letter, tally, request.ask);
  return writeInvitation(await request.finish(signature));
}

/** The invitation signed blindly, or the refusal thrown: none of them is mended by typing the pass again. */
async function signInvitation(issuer: Issuer, letter: PublishedLetter, tally: PublishedLetter, ask: InvitationAsk) {
  const proof = await issuer.invitations.admit(letter, tally, ask);
  if (!proof) throw notProven();
  const signature = await issuer.collect(tally, proof, ask.blinded);
  if (typeof signature === 'object') return signature;
  switch (signature) {
    case 'busy':
      throw problem(503, 'Too many at once', 'Very many ask at this moment. Please try again in a few seconds.', SOON);
    case 'closed':
      throw problem(410, 'This letter is closed', 'It takes no more signatures since a moment ago.');
    case 'already collected':
      throw problem(409, 'Already taken', 'This pass has asked for that invitation before, with another program.');
    case 'not in the roll-call':
    case undefined:
      throw notProven();
  }
}

const notProven = () =>
  problem(422, 'Not proven', 'Only who holds a pass of this letter is given an invitation, and at most three.');
