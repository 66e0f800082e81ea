import express, { type Request, type RequestHandler } from 'express';
import { problem } from './errors.ts';

/** Forms and JSON up to 32 kB; nothing of ours is larger, and names are never nested. */
export const readForms: RequestHandler[] = [
  express.urlencoded({ extended: false, limit: '32kb', parameterLimit: 100 }),
  express.json({ limit: '32kb', strict: true }),
  refuseBrokenText,
];

/** A byte that is not UTF-8 arrives as U+FFFD: stored, it would be a text that nobody wrote. */
function refuseBrokenText(...[req, _res, next]: Parameters<RequestHandler>): void {
  const broken = JSON.stringify(req.body ?? null).match(/\uFFFD|\\u0000|\\ud[89a-f]/i);
  if (!broken) return next();
  next(
    problem(
      400,
      'Not readable',
      'A character in the form arrived broken: it must be sent as UTF-8. Please type it again.',
    ),
  );
}

/** A field of the form as text; a missing or repeated one is empty. */
export function formField(req: Request, name: string): string {
  const value: unknown = (req.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}

/** Whether a program asks, which wants its answer as JSON too. */
export const sentJson = (req: Request): boolean => Boolean(req.is('application/json'));
