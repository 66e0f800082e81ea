import { type Request, type RequestHandler, type Response, Router } from 'express';
import { letterAt, openLetterAt } from '../letters/find.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { paths } from '../paths.ts';
import { readBase64url } from '../protocol/bytes.ts';
import type { Assets } from '../web/assets.ts';
import { problem } from '../web/errors.ts';
import { limitFlood } from '../web/flood.ts';
import { formField, sentJson } from '../web/forms.ts';
import type { MakeFrame } from '../web/frame.ts';
import type { World } from '../world.ts';
import { makePass, signBlinded } from './collect.ts';
import type { Issuer } from './issuer.ts';
import type { CodeRefusal, Proof } from './ticket-desk.ts';
import { readMailbox } from './mailbox.ts';
import { networkCheck } from './employer-network.ts';
import { type IssuingPages, issuingPages } from './pages.ts';
import { type Refusal, canRetry, explainMailbox, explainRefusal } from './refusals.ts';
import { proveMailbox } from './strategy.ts';

/** Requests a minute from one network; fifty colleagues in one office need about two hundred. */
const FLOOD = 600;

/** Protocol steps 1 and 2: ask for a code, type it, collect the pass. */
export function issuingRoutes(
  world: World,
  shelf: LetterShelf,
  issuer: Issuer,
  frame: MakeFrame,
  assets: Assets,
): Router {
  const pages = issuingPages(frame, assets, {
    devMail: world.mailbox !== undefined,
    onionUrl: world.config.onionUrl,
  });
  const comesFromEmployer = networkCheck(world.config.employerNetworks);
  const router = Router();
  const flood = limitFlood(FLOOD);
  const slug = ':slug';
  const openLetter = (req: Request, now: number) => openLetterAt(shelf, req.params['slug'], now);

  router.get(paths.sign(slug), async (req, res) => {
    res.send(pages.ask(await openLetter(req, world.now()), '', null, comesFromEmployer(req.ip)));
  });

  router.get([paths.askCode(slug), paths.mailStatus(slug), paths.collectPass(slug)], async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    res.redirect(303, paths.sign(letter.address));
  });

  router.post(paths.askCode(slug), flood, async (req, res) => {
    const now = world.now();
    const letter = await openLetter(req, now);
    const typed = formField(req, 'mailbox');
    const read = readMailbox(typed, letter.employers);
    if ('fault' in read) {
      const explained = explainMailbox(read.fault, letter.employers);
      if (sentJson(req)) throw problem(422, 'This mailbox cannot be used', explained);
      res.status(422).send(pages.ask(letter, typed, explained, comesFromEmployer(req.ip)));
      return;
    }
    const ticket = await issuer.ask(letter, read.mailbox, read.domain, now);
    if (sentJson(req)) res.json({ ticket });
    else res.send(pages.code(letter, ticket));
  });

  router.post(paths.mailStatus(slug), flood, async (req, res) => {
    const letter = await openLetter(req, world.now());
    const ticket = formField(req, 'ticket');
    const status = issuer.mailStatus(letter, ticket);
    if (!status) throw problem(422, 'Ask for a new code', explainRefusal('unknown ticket'));
    if (sentJson(req)) res.json({ status });
    else res.send(pages.code(letter, ticket, { status }));
  });

  router.post(paths.collectPass(slug), flood, collectingPass(world, shelf, issuer, pages));
  return router;
}

/** The Passport strategy in front, then the answer: a pass, or the browser's blinded message signed. */
function collectingPass(world: World, shelf: LetterShelf, issuer: Issuer, pages: IssuingPages): RequestHandler {
  const openLetter = (req: Request) => openLetterAt(shelf, req.params['slug'], world.now());
  const checkCode = async (req: Request): Promise<Proof | CodeRefusal> => {
    const { publicId } = await openLetter(req);
    return issuer.desk.check(publicId, formField(req, 'ticket'), formField(req, 'code'), world.now());
  };
  return proveMailbox(checkCode, async (proof, req, res) => {
    const letter = await openLetter(req);
    if (typeof proof === 'string') refuse(pages, req, res, letter, proof);
    else if (formField(req, 'blinded') === '') await answerWithPass(pages, issuer, req, res, letter, proof);
    else await answerWithBlindSignature(pages, issuer, req, res, letter, proof);
  });
}

type Answering = [
  pages: IssuingPages,
  issuer: Issuer,
  req: Request,
  res: Response,
  letter: PublishedLetter,
  proof: Proof,
];

async function answerWithPass(...[pages, issuer, req, res, letter, proof]: Answering): Promise<void> {
  const made = await makePass(issuer, letter, proof, formField(req, 'ticket'));
  if (made === 'already collected') refuse(pages, req, res, letter, made);
  else res.send(pages.pass(letter, made.pass));
}

async function answerWithBlindSignature(...[pages, issuer, req, res, letter, proof]: Answering): Promise<void> {
  const blinded = readBase64url(formField(req, 'blinded'));
  const signed = blinded && (await signBlinded(issuer, letter, proof, blinded));
  if (!signed)
    throw problem(422, 'Not a blinded message', 'What was sent is no blinded message under the key of this letter.');
  if (signed === 'already collected') refuse(pages, req, res, letter, signed);
  else res.json(signed);
}

function refuse(pages: IssuingPages, req: Request, res: Response, letter: PublishedLetter, refusal: Refusal): void {
  const detail = explainRefusal(refusal);
  const collected = refusal === 'already collected';
  const status = collected ? 409 : 422;
  if (sentJson(req) || !canRetry(refusal))
    throw problem(status, collected ? 'Already collected' : 'Ask for a new code', detail);
  res
    .status(status)
    .send(pages.code(letter, formField(req, 'ticket'), { code: formField(req, 'code'), fault: detail }));
}
