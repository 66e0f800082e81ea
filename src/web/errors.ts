import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { MakeFrame } from './frame.ts';
import { page } from './render.ts';

/** A defined answer to what a user can cause: a page, or a problem document (RFC 9457), with its status. */
export interface Problem {
  status: number;
  title: string;
  detail: string;
  /** Seconds after which it makes sense to try again. */
  retryAfter?: number;
}

const marks = new WeakSet<object>();

export function problem(status: number, title: string, detail: string, retryAfter?: number): Problem {
  const made = { status, title, detail, ...(retryAfter === undefined ? {} : { retryAfter }) };
  marks.add(made);
  return made;
}

const isProblem = (thing: unknown): thing is Problem => typeof thing === 'object' && thing !== null && marks.has(thing);

/** What Express and body-parser throw at bad input, by their `type` or status; never their text. */
const known: Record<string, [title: string, detail: string]> = {
  'entity.too.large': [
    'Too much at once',
    'What was sent is larger than any form of ours. Shorten it and send it again.',
  ],
  'parameters.too.many': [
    'Too many fields',
    'What was sent has more fields than any form of ours. Open the page again and use its form.',
  ],
  'entity.parse.failed': ['Not readable', 'What was sent is not valid JSON.'],
  'text.broken': [
    'Not readable',
    'A character in the form arrived broken: it must be sent as UTF-8. Please type it again.',
  ],
  'encoding.unsupported': ['Not readable', 'Send it without compression.'],
  'charset.unsupported': ['Not readable', 'Send it as UTF-8.'],
  'request.aborted': ['Broken off', 'The connection broke before everything had arrived. Send it again.'],
  'request.size.invalid': ['Broken off', 'What arrived is not as long as it said. Send it again.'],
};

interface ErrorPage {
  heading: string;
  detail: string;
  reference: string | null;
}

const errorPage = page<ErrorPage>('error');

export interface ErrorAnswers {
  frame: MakeFrame;
  log: Logger;
  newReference: () => string;
}

export const notFound: RequestHandler = (_req, _res, next) =>
  next(problem(404, 'Not found', 'There is no page at this address. It may have been mistyped.'));

/** The last handler. A fault of ours gets a reference that the log has too; nothing of the request is logged. */
export function answerErrors({ frame, log, newReference }: ErrorAnswers): ErrorRequestHandler {
  return (thrown: unknown, req, res, _next) => {
    const asked = isProblem(thrown) ? thrown : problemOf(thrown);
    const reference = asked ? null : newReference();
    const answer =
      asked ??
      problem(
        500,
        'Something broke here',
        'It is our fault, not yours, and nothing that was stored is lost. Please try again in a moment.',
      );
    if (reference) log.error({ reference, route: routeOf(req), fault: faultOf(thrown) }, 'fault');
    if (res.headersSent) {
      res.destroy();
      return;
    }
    send(req, res, answer, reference, frame);
  };
}

function send(
  req: Request,
  res: Response,
  answer: Problem,
  reference: string | null,
  frame: ErrorAnswers['frame'],
): void {
  res.status(answer.status).set('Cache-Control', 'no-store');
  if (answer.retryAfter !== undefined) res.set('Retry-After', String(answer.retryAfter));
  if (isProgram(req)) {
    const { status, title, detail } = answer;
    res
      .type('application/problem+json')
      .send(JSON.stringify({ type: 'about:blank', status, title, detail, ...(reference ? { reference } : {}) }));
    return;
  }
  res.send(errorPage({ ...frame({ title: answer.title }), heading: answer.title, detail: answer.detail, reference }));
}

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
  const [title, detail] = known[String(type)] ?? [
    'Not readable',
    'The address or the form could not be read. Check it and try again.',
  ];
  return problem(status, title, detail);
}

/** The pattern of the route, never its URL. */
const routeOf = (req: Request): string =>
  `${req.method} ${(req.route as { path?: string } | undefined)?.path ?? '(no route)'}`;

/** Name and stack without the message, which may quote what somebody typed. */
export function faultOf(thrown: unknown): { name: string; stack: string[] } {
  if (!(thrown instanceof Error)) return { name: typeof thrown, stack: [] };
  const stack = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: thrown.name, stack: stack.map((line) => line.trim()) };
}
