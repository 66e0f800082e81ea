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
import { type Frames, inEachLanguage } from '../../web/frame.ts';
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
  frames: Frames,
  assets: Assets,
): Router {
  const pages = inEachLanguage(frames, (frame) => invitingPages(frame, assets, world.config.baseUrl));
  const readAsk = asksUnder(RSA_BITS / 8);
  const router = Router();
  const slug = ':slug';
  const find = async (req: Request) => {
    const letter = await openLetterAt(shelf, req.params['slug'], world.now());
    return { letter, tally: vouchedOf(letter) };
  };

  router.get(paths.invite(slug), async (req, res) => {
    const { letter, tally } = await find(req);
    res.send(pages(req).invite(letter, tally, {}));
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
    const faults = [
      ...(typeof pass === 'string' ? [{ field: 'pass', message: pass }] : []),
      ...(n === undefined ? [{ field: 'n', message: 'issuing.invite.no-number' }] : []),
    ];
    if (typeof pass === 'string' || n === undefined)
      res.status(422).send(pages(req).invite(letter, tally, { pass: typed, n, faults }));
    else res.send(pages(req).made(letter, tally, await makeInvitation(issuer, letter, tally, pass, n)));
  });

  return router;
}

function vouchedOf(letter: PublishedLetter): PublishedLetter {
  const tally = letter.main ? undefined : tallyOf(letter, 'vouched');
  if (tally) return tally;
  throw problem(404, 'issuing.invite.none-title', 'issuing.invite.none');
}

/** Undefined where it names none of them: another one than was meant would be given away. */
function readNumber(typed: string): number | undefined {
  const n = /^\d$/.test(typed) ? Number(typed) : 0;
  return n >= 1 && n <= INVITATIONS ? n : undefined;
}

/** The pass in the form; or the saying of what to do about what was pasted instead. */
async function readOwnPass(letter: PublishedLetter, typed: string): Promise<Pass | string> {
  const pass = await readPass(typed);
  if (!pass) return 'letters.pass.not-whole';
  const keys = { letterId: letter.publicId, descriptor: { spki: passSpki(letter) }, bits: RSA_BITS };
  if (await isPassOf(keys, pass, nodeEd25519)) return pass;
  return 'issuing.invite.other-pass';
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
      throw problem(503, 'issuing.status.many', 'issuing.invite.busy', SOON);
    case 'closed':
      throw problem(410, 'issuing.status.closed', 'issuing.invite.closed');
    case 'already collected':
      throw problem(409, 'issuing.invite.taken-title', 'issuing.invite.taken');
    case 'not in the roll-call':
    case undefined:
      throw notProven();
  }
}

const notProven = () => problem(422, 'issuing.invite.not-proven-title', 'issuing.invite.not-proven');
