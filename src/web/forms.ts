import { isUtf8 } from 'node:buffer';
import express, { type Request, type RequestHandler } from 'express';
import { problem } from './errors.ts';

const readUpTo = (limit: string, parameterLimit: number): RequestHandler[] => [
  express.urlencoded({ extended: false, limit, parameterLimit, verify: refuseBrokenEncoding }),
  express.json({ limit, strict: true, verify: refuseBrokenBytes }),
];

/** Forms and JSON up to 32 kB; nothing else of ours is larger, and names are never nested. */
export const readForms: RequestHandler[] = [...readUpTo('32kb', 100), refuseOtherTypes, refuseBrokenText];

/**
 * Before `readForms`, for the pages where whole letters are written: up to 1 MB, and a file is let through to the
 * route that reads it.
 */
export const readLargeForms: RequestHandler[] = [...readUpTo('1mb', 5_000), letFilesThrough];

const brokenText = () => Object.assign(new Error('not UTF-8'), { status: 400, type: 'text.broken' });

/** A byte that is not UTF-8 would arrive as U+FFFD: stored, it would be a text that nobody wrote. */
function refuseBrokenBytes(_req: unknown, _res: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw brokenText();
}

/** Encoded bytes that are not UTF-8 would otherwise stay in the text as they are encoded. */
function refuseBrokenEncoding(req: unknown, res: unknown, body: Buffer): void {
  refuseBrokenBytes(req, res, body);
  try {
    decodeURIComponent(body.toString('latin1'));
  } catch {
    throw brokenText();
  }
}

function letFilesThrough(...[req, _res, next]: Parameters<RequestHandler>): void {
  if (req.is('multipart/form-data')) req.body ??= {};
  next();
}

function refuseOtherTypes(...[req, _res, next]: Parameters<RequestHandler>): void {
  const holdsBody = req.get('Transfer-Encoding') !== undefined || Number(req.get('Content-Length') ?? 0) > 0;
  if (req.body !== undefined || !holdsBody) return next();
  next(problem(415, 'site.not-readable.title', 'site.not-readable.type'));
}

/** What no file and no database keeps as it is, and what nobody types. */
const broken = /[\0\p{Surrogate}]/u;

function refuseBrokenText(...[req, _res, next]: Parameters<RequestHandler>): void {
  next(holdsBroken(req.body) ? brokenText() : undefined);
}

/** Looks at every text and name, without calling itself: what is sent may be nested deeper than calls can be. */
function holdsBroken(body: unknown): boolean {
  const left = [body];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === 'string' && broken.test(value)) return true;
    // a list as a list: its positions as names would cost ten times as much
    if (Array.isArray(value)) for (const inner of value) left.push(inner);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) left.push(name, inner);
  }
  return false;
}

/** Everything that a form or a program sent, by its names. */
export const formOf = (req: Request): Record<string, unknown> => (req.body ?? {}) as Record<string, unknown>;

/** A field of the form as text; a missing or repeated one is empty. */
export function formField(req: Request, name: string): string {
  const value = formOf(req)[name];
  return typeof value === 'string' ? value : '';
}

/** Whether a program asks, which wants its answer as JSON too. */
export const sentJson = (req: Request): boolean => Boolean(req.is('application/json'));
