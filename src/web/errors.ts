import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Frames, MakeFrame } from './frame.ts';
import { placeOf } from './languages.ts';
import { page } from './render.ts';
import { type SendAgain, sendAgain } from './send-again.ts';
import type { Words } from './words.ts';

/** A defined answer to what a user can cause: a page, or a problem document (RFC 9457), with its status. */
export interface Problem {
  status: number;
  title: string;
  detail: string;
  /** Seconds after which it makes sense to try again. */
  retryAfter?: number;
}

const marks = new WeakSet<object>();

/** `title` and `detail` are sayings, with their values (`said`). */
export function problem(status: number, title: string, detail: string, retryAfter?: number): Problem {
  const made = { status, title, detail, ...(retryAfter === undefined ? {} : { retryAfter }) };
  marks.add(made);
  return made;
}

const isProblem = (thing: unknown): thing is Problem => typeof thing === 'object' && thing !== null && marks.has(thing);

/** What Express and body-parser throw at bad input, by their `type` or status; never their text. */
const known: Record<string, [title: string, detail: string]> = {
  'entity.too.large': ['site.too-large.title', 'site.too-large.detail'],
  'parameters.too.many': ['site.too-many-fields.title', 'site.too-many-fields.detail'],
  'entity.parse.failed': ['site.not-readable.title', 'site.not-readable.json'],
  'text.broken': ['site.not-readable.title', 'site.not-readable.text'],
  'encoding.unsupported': ['site.not-readable.title', 'site.not-readable.encoding'],
  'charset.unsupported': ['site.not-readable.title', 'site.not-readable.charset'],
  'request.aborted': ['site.broken-off.title', 'site.broken-off.aborted'],
  'request.size.invalid': ['site.broken-off.title', 'site.broken-off.size'],
};

/** What a page says of a problem. */
export interface ErrorWords {
  heading: string;
  detail: string;
  reference: string | null;
  /** For whoever is told to come back; null for all others. */
  again: SendAgain | null;
}

const errorPage = page<ErrorWords>('error');

export interface ErrorAnswers {
  frames: Frames;
  log: Logger;
  newReference: () => string;
  /** Makes the page in a layout of one's own; left out, it has the public one. */
  pageOf?: (req: Request, told: ErrorWords) => string;
}

export const notFound: RequestHandler = (_req, _res, next) =>
  next(problem(404, 'site.not-found.title', 'site.not-found.detail'));

/** The last handler. A fault of ours gets a reference that the log has too; nothing of the request is logged. */
export function answerErrors({ frames, log, newReference, pageOf }: ErrorAnswers): ErrorRequestHandler {
  return (thrown: unknown, req, res, _next) => {
    const asked = isProblem(thrown) ? thrown : problemOf(thrown);
    const reference = asked ? null : newReference();
    const answer = asked ?? problem(500, 'site.broken.title', 'site.broken.detail');
    if (reference) log.error({ reference, route: routeOf(req), fault: faultOf(thrown) }, 'fault');
    if (res.headersSent) {
      res.destroy();
      return;
    }
    const place = placeOf(req);
    res.set('Content-Language', place.language);
    if (place.prefix === '') res.vary('Accept-Language');
    const frame = frames(place);
    send(req, res, { answer, reference, words: frame.words }, (told) => pageOf?.(req, told) ?? publicPage(frame, told));
  };
}

interface Answer {
  answer: Problem;
  reference: string | null;
  words: Words;
}

function send(
  req: Request,
  res: Response,
  { answer, reference, words }: Answer,
  pageOf: (told: ErrorWords) => string,
): void {
  const { status, retryAfter } = answer;
  res.status(status).set('Cache-Control', 'no-store');
  if (retryAfter !== undefined) res.set('Retry-After', String(retryAfter));
  if (isProgram(req)) {
    const [title, detail] = [words.say(answer.title), words.say(answer.detail)];
    const told = { type: 'about:blank', status, title, detail, ...(reference ? { reference } : {}) };
    res.type('application/problem+json').send(JSON.stringify(told));
    return;
  }
  res.send(pageOf(wordsOf(words, answer, reference, retryAfter === undefined ? null : sendAgain(req))));
}

/** The page of a problem; with it, for whoever shall come back, the form that waits (`sendAgain`). */
export const problemPage = (frame: MakeFrame, refusal: Problem, again: SendAgain | null): string =>
  publicPage(frame, wordsOf(frame.words, refusal, null, again));

const publicPage = (frame: MakeFrame, told: ErrorWords): string =>
  errorPage({ ...frame({ title: told.heading }), ...told });

const wordsOf = (
  words: Words,
  { title, detail }: Problem,
  reference: string | null,
  again: SendAgain | null,
): ErrorWords => ({ heading: words.say(title), detail: words.say(detail), reference, again });

/** Whether a problem document is understood better than a page: by whoever speaks JSON, or asks for it alone. */
function isProgram(req: Request): boolean {
  const json = ['json', 'application/problem+json'];
  const asked = req.accepts(['html', ...json]);
  return req.path.startsWith('/api/') || Boolean(req.is('json')) || (asked !== false && json.includes(asked));
}

function problemOf(thrown: unknown): Problem | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const { status, type } = thrown as { status?: unknown; type?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  const [title, detail] = known[String(type)] ?? ['site.not-readable.title', 'site.not-readable.other'];
  return problem(status, title, detail);
}

/** The pattern of the route, never its URL. */
const routeOf = (req: Request): string =>
  `${req.method} ${(req.route as { path?: string } | undefined)?.path ?? '(no route)'}`;

interface Fault {
  name: string;
  stack: string[];
  /** Where several went wrong together. */
  faults?: Fault[];
}

/** Name and stack without the message, which may quote what somebody typed. */
export function faultOf(thrown: unknown): Fault {
  if (!(thrown instanceof Error)) return { name: typeof thrown, stack: [] };
  // a line of the message may look like a call
  const calls = (thrown.stack ?? '').replace(thrown.message, '').split('\n');
  const stack = calls.filter((line) => /^\s+at /.test(line)).map((line) => line.trim());
  const fault = { name: thrown.name, stack };
  return thrown instanceof AggregateError ? { ...fault, faults: thrown.errors.map(faultOf) } : fault;
}
