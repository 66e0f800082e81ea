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
import type { FieldFault } from '../web/typed.ts';
import type { IssuerWorld } from '../world.ts';
import { makePass, signBlinded } from './collect.ts';
import type { Issuer } from './issuer.ts';
import { RSA_BITS } from './keys.ts';
import { MINUTE } from './roll-call/wrong-tries.ts';
import type { Proof } from './ticket-desk.ts';
import { readMailbox } from './mailbox.ts';
import { networkCheck } from './employer-network.ts';
import { type IssuingPages, issuingPages } from './pages.ts';
import { NOT_BLINDED, faultsOfTool, readPasted } from './pasted.ts';
import { type Refusal, canRetry, explainMailbox, explainRefusal, statusOf } from './refusals.ts';
import { proveMailbox } from './strategy.ts';
import { type ToolPages, toolPages } from './tool-pages.ts';

/** Requests a minute from one network; fifty colleagues in one office need about two hundred. */
const FLOOD = 600;
/** Bytes of a blinded message, and of the answer. */
const KEY_SIZE = RSA_BITS / 8;
/** Seconds after which whoever found too many before them comes again. */
const SOON = 5;
/** Wrong codes a minute from one network, so that one alone cannot use up what a roll-call letter stands. */
const WRONG_FLOOD = 100;

/** Protocol steps 1 and 2: ask for a code, type it, collect the pass. */
export function issuingRoutes(
  world: IssuerWorld,
  shelf: LetterShelf,
  issuer: Issuer,
  frame: MakeFrame,
  assets: Assets,
): Router {
  const pages = issuingPages(frame, assets, {
    devMail: world.mailbox !== undefined,
    onionUrl: world.config.onionUrl,
  });
  const tool = toolPages(frame, world.config.baseUrl);
  const comesFromEmployer = networkCheck(world.config.employerNetworks);
  const router = Router();
  const flood = limitFlood(FLOOD);
  const slug = ':slug';
  const openLetter = (req: Request, now: number) => openLetterAt(shelf, req.params['slug'], now);

  router.get(paths.sign(slug), async (req, res) => {
    res.send(pages.ask(await openLetter(req, world.now()), '', null, comesFromEmployer(req.ip)));
  });

  router.get(paths.signWithTool(slug), async (req, res) => {
    res.send(tool.tool(await openLetter(req, world.now()), { typed: '', blinded: '' }, []));
  });

  router.get([paths.askCode(slug), paths.mailStatus(slug), paths.collectPass(slug)], async (req, res) => {
    const letter = await letterAt(shelf, req.params['slug']);
    res.redirect(303, paths.sign(letter.address));
  });

  router.post(paths.askCode(slug), flood, askingCode(world, shelf, issuer, { pages, tool, comesFromEmployer }));

  router.post(paths.mailStatus(slug), flood, async (req, res) => {
    const letter = await openLetter(req, world.now());
    const ticket = formField(req, 'ticket');
    const status = issuer.mailStatus(letter, ticket);
    if (!status) throw problem(422, 'Ask for a new code', explainRefusal('unknown ticket'));
    if (sentJson(req)) res.json({ status });
    else res.send(pages.code(letter, ticket, { blinded: formField(req, 'blinded'), status }));
  });

  const wrongCodes = limitFlood(WRONG_FLOOD, 'wrong only');
  const guarded: RequestHandler = async (req, res, next) =>
    (await openLetter(req, world.now())).rollCall ? void wrongCodes(req, res, next) : next();
  const answers = answersWith({ pages, tool, comesFromEmployer });
  router.post(paths.collectPass(slug), flood, guarded, collectingPass(world, shelf, issuer, answers));
  return router;
}

interface Pages {
  pages: IssuingPages;
  tool: ToolPages;
  comesFromEmployer: ReturnType<typeof networkCheck>;
}

function askingCode(
  world: IssuerWorld,
  shelf: LetterShelf,
  issuer: Issuer,
  { pages, tool, comesFromEmployer }: Pages,
): RequestHandler {
  return async (req, res) => {
    const now = world.now();
    const letter = await openLetterAt(shelf, req.params['slug'], now);
    if (letter.rollCall) throw noMailedCodes();
    const [typed, blinded] = [formField(req, 'mailbox'), formField(req, 'blinded')];
    const read = readMailbox(typed, letter.employers);
    const pasted = withTool(req) ? readPasted(letter, blinded, KEY_SIZE) : undefined;
    if ('fault' in read || (pasted && 'message' in pasted)) {
      const explained = 'fault' in read ? explainMailbox(read.fault, letter.employers) : '';
      if (sentJson(req)) throw problem(422, 'This mailbox cannot be used', explained);
      const page = pasted
        ? tool.tool(letter, { typed, blinded }, faultsOfTool('mailbox', explained, pasted))
        : pages.ask(letter, typed, explained, comesFromEmployer(req.ip));
      res.status(422).send(page);
      return;
    }
    const ticket = await issuer.ask(letter, read.mailbox, read.domain, now);
    if (sentJson(req)) res.json({ ticket });
    else res.send(pages.code(letter, ticket, { blinded }));
  };
}

const answersWith = ({ pages, tool, comesFromEmployer }: Pages): Answers => ({
  pass: (letter, pass) => pages.pass(letter, pass),
  blindSignature: tool.answer,
  again(req, letter, fault) {
    const [code, blinded] = [formField(req, 'code'), formField(req, 'blinded')];
    if (!letter.rollCall) return pages.code(letter, formField(req, 'ticket'), { code, blinded, fault });
    if (withTool(req)) return tool.tool(letter, { typed: code, blinded }, [fault]);
    return pages.ask(letter, code, fault.message, comesFromEmployer(req.ip));
  },
});

/** The page on which a refused code is typed again. */
type Retry = (req: Request, letter: PublishedLetter, fault: FieldFault) => string;

interface Answers {
  pass: IssuingPages['pass'];
  blindSignature: ToolPages['answer'];
  again: Retry;
}

const noMailedCodes = () =>
  problem(
    404,
    'No code is mailed on request',
    'The organizers of this letter gave out the codes themselves. Whoever has one types it on the signing page; whoever has none asks the organizers.',
  );

/** The Passport strategy in front, then the answer: a pass, or the browser's blinded message signed. */
function collectingPass(world: IssuerWorld, shelf: LetterShelf, issuer: Issuer, answers: Answers): RequestHandler {
  const openLetter = (req: Request) => openLetterAt(shelf, req.params['slug'], world.now());
  const checkCode = async (req: Request): Promise<Proof | Refusal> => {
    const letter = await openLetter(req);
    const { publicId } = letter;
    if (letter.rollCall) return issuer.rollCall.check(letter, formField(req, 'code'), world.now());
    return issuer.desk.check(publicId, formField(req, 'ticket'), formField(req, 'code'), world.now());
  };
  return proveMailbox(checkCode, async (proof, req, res) => {
    const letter = await openLetter(req);
    if (typeof proof === 'string') refuse(answers, req, res, letter, proof);
    else if (withTool(req)) await answerTool(answers, issuer, req, res, letter, proof);
    else if (formField(req, 'blinded') === '') await answerWithPass(answers, issuer, req, res, letter, proof);
    else await answerWithBlindSignature(answers, issuer, req, res, letter, proof);
  });
}

type Answering = [answers: Answers, issuer: Issuer, req: Request, res: Response, letter: PublishedLetter, proof: Proof];

async function answerWithPass(...[answers, issuer, req, res, letter, proof]: Answering): Promise<void> {
  const secret = letter.rollCall
    ? issuer.rollCall.secretText(letter, formField(req, 'code'))
    : formField(req, 'ticket');
  const made = await makePass(issuer, letter, proof, secret);
  if (typeof made === 'string') refuse(answers, req, res, letter, made);
  else res.send(answers.pass(letter, made.pass));
}

async function answerWithBlindSignature(...[answers, issuer, req, res, letter, proof]: Answering): Promise<void> {
  const blinded = readBase64url(formField(req, 'blinded'));
  const signed = blinded && (await signBlinded(issuer, letter, proof, blinded));
  if (!signed)
    throw problem(422, 'Not a blinded message', 'What was sent is no blinded message under the key of this letter.');
  if (typeof signed === 'string') refuse(answers, req, res, letter, signed);
  else res.json(signed);
}

/** Tier B: the same for what somebody pasted, on a page from which the answer is copied. */
async function answerTool(...[answers, issuer, req, res, letter, proof]: Answering): Promise<void> {
  const read = readPasted(letter, formField(req, 'blinded'), KEY_SIZE);
  const signed = 'message' in read ? undefined : await issuer.collect(letter, proof, read);
  if (typeof signed === 'string') refuse(answers, req, res, letter, signed);
  else if (signed) res.send(answers.blindSignature(letter, signed));
  else res.status(422).send(answers.again(req, letter, 'message' in read ? read : NOT_BLINDED));
}

/** Whether the form of a page is sent by somebody who brings the text of the tool. */
const withTool = (req: Request): boolean =>
  !sentJson(req) && (formField(req, 'with') === 'tool' || formField(req, 'blinded') !== '');

function refuse(
  { again: retry }: Answers,
  req: Request,
  res: Response,
  letter: PublishedLetter,
  refusal: Refusal,
): void {
  const detail = explainRefusal(refusal, letter.rollCall);
  const [status, title] = statusOf(refusal);
  const again = refusal === 'busy' ? SOON : refusal === 'too many wrong codes' ? MINUTE / 1_000 : undefined;
  if (sentJson(req) || !canRetry(refusal)) throw problem(status, title, detail, again);
  if (again !== undefined) res.set('Retry-After', String(again));
  res.status(status).send(retry(req, letter, { field: 'code', message: detail }));
}
