import type { Request, RequestHandler, Response } from 'express';
import { openLetterAt } from '../letters/find.ts';
import type { PublishedLetter } from '../letters/letter.ts';
import { provenBy } from '../letters/proven-by.ts';
import type { LetterShelf } from '../letters/shelf.ts';
import { readBase64url } from '../protocol/bytes.ts';
import { problem } from '../web/errors.ts';
import { formField, sentJson } from '../web/forms.ts';
import type { FieldFault } from '../web/typed.ts';
import type { IssuerWorld } from '../world.ts';
import { makePass, signBlinded } from './collect.ts';
import type { Issuer } from './issuer.ts';
import { RSA_BITS } from './keys.ts';
import type { IssuingPages } from './pages.ts';
import { NOT_BLINDED, readPasted } from './pasted.ts';
import { type Refusal, canRetry, explainRefusal, statusOf } from './refusals.ts';
import { MINUTE } from './roll-call/wrong-tries.ts';
import { proveMailbox } from './strategy.ts';
import type { Proof } from './ticket-desk.ts';
import type { ToolPages } from './tool-pages.ts';

/** Bytes of a blinded message, and of the answer. */
export const KEY_SIZE = RSA_BITS / 8;
/** Seconds after which whoever found too many before them comes again. */
const SOON = 5;

/** The page on which a refused code, or invitation, is typed again. */
type Retry = (req: Request, letter: PublishedLetter, fault: FieldFault) => string;

export interface Answers {
  pass(req: Request, ...asked: Parameters<IssuingPages['pass']>): string;
  blindSignature(req: Request, ...asked: Parameters<ToolPages['answer']>): string;
  again: Retry;
}

/** The Passport strategy in front, then the answer: a pass, or the browser's blinded message signed. */
export function collectingPass(
  world: IssuerWorld,
  shelf: LetterShelf,
  issuer: Issuer,
  answers: Answers,
): RequestHandler {
  const openLetter = (req: Request) => openLetterAt(shelf, req.params['slug'], world.now());
  const checkCode = async (req: Request): Promise<Proof | Refusal> => {
    const letter = await openLetter(req);
    const code = formField(req, 'code');
    switch (provenBy(letter)) {
      case 'mailbox':
        return issuer.desk.check(letter.publicId, formField(req, 'ticket'), code, world.now());
      case 'code':
        return issuer.rollCall.check(letter, code, world.now());
      case 'invitation':
        return issuer.invitations.check(letter, code);
    }
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
  const secret = await secretOf(issuer, letter, formField(req, 'code'), formField(req, 'ticket'));
  const made = await makePass(issuer, letter, proof, secret);
  if (typeof made === 'string') refuse(answers, req, res, letter, made);
  else res.send(answers.pass(req, letter, made.pass));
}

/** From this text the pass is made: secret to the window whose form is sent, so that sending it again gives it again. */
async function secretOf(issuer: Issuer, letter: PublishedLetter, code: string, ticket: string): Promise<string> {
  switch (provenBy(letter)) {
    case 'mailbox':
      return ticket;
    case 'code':
      return issuer.rollCall.secretText(letter, code, ticket);
    case 'invitation':
      return issuer.invitations.secretText(letter, code, ticket);
  }
}

async function answerWithBlindSignature(...[answers, issuer, req, res, letter, proof]: Answering): Promise<void> {
  const blinded = readBase64url(formField(req, 'blinded'));
  const signed = blinded && (await signBlinded(issuer, letter, proof, blinded));
  if (!signed) throw problem(422, 'issuing.not-blinded.title', 'issuing.not-blinded.detail');
  if (typeof signed === 'string') refuse(answers, req, res, letter, signed);
  else res.json(signed);
}

/** Tier B: the same for what somebody pasted, on a page from which the answer is copied. */
async function answerTool(...[answers, issuer, req, res, letter, proof]: Answering): Promise<void> {
  const read = readPasted(letter, formField(req, 'blinded'), KEY_SIZE);
  const signed = 'message' in read ? undefined : await issuer.collect(letter, proof, read);
  if (typeof signed === 'string') refuse(answers, req, res, letter, signed);
  else if (signed) res.send(answers.blindSignature(req, letter, signed));
  else res.status(422).send(answers.again(req, letter, 'message' in read ? read : NOT_BLINDED));
}

/** Whether the form of a page is sent by somebody who brings the text of the tool. */
export const withTool = (req: Request): boolean =>
  !sentJson(req) && (formField(req, 'with') === 'tool' || formField(req, 'blinded') !== '');

function refuse(
  { again: retry }: Answers,
  req: Request,
  res: Response,
  letter: PublishedLetter,
  refusal: Refusal,
): void {
  const detail = explainRefusal(refusal, provenBy(letter));
  const [status, title] = statusOf(refusal);
  const again = refusal === 'busy' ? SOON : refusal === 'too many wrong codes' ? MINUTE / 1_000 : undefined;
  if (sentJson(req) || !canRetry(refusal)) throw problem(status, title, detail, again);
  if (again !== undefined) res.set('Retry-After', String(again));
  res.status(status).send(retry(req, letter, { field: 'code', message: detail }));
}
