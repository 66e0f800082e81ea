import type { Request, RequestHandler } from 'express';
import { paths } from '../../paths.ts';
import { type Bytes, fromHex } from '../../protocol/bytes.ts';
import { problem } from '../../web/errors.ts';
import { formOf, sentJson } from '../../web/forms.ts';
import type { MembersStore } from './members/store.ts';
import { type Organizer, type Role, mayActAs } from './organizer.ts';
import { lostSessionPage } from './pages.ts';
import { inEachLanguage } from '../../web/frame.ts';
import type { OrganizerFrames } from './organizer-frame.ts';

/** The organizer of this request. Behind `requireOrganizer` there is one. */
export function signedIn(req: Request): Organizer {
  const organizer = req.user as Organizer | undefined;
  if (organizer) return organizer;
  throw problem(401, 'accounts.signed-out.title', 'accounts.signed-out.detail');
}

/**
 * Lets nobody pass who is not signed in. A page is asked for again after signing in. A form that was sent is answered
 * with what it held and a button that sends it once more, so that nothing typed is lost; a program hears 401 and keeps
 * what it has.
 */
export function requireOrganizer(frames: OrganizerFrames): RequestHandler {
  const page = inEachLanguage(frames, lostSessionPage);
  return (req, res, next) => {
    if (req.user) return next();
    if (req.method === 'GET' || req.method === 'HEAD') return res.redirect(303, paths.signIn(req.originalUrl));
    if (sentJson(req)) return signedIn(req) && next();
    res.status(401).send(page(req)(req.originalUrl, formOf(req)));
  };
}

/** What the organizer of this request is to the letter that its address names. */
export interface Membership {
  organizer: Organizer;
  /** `letters.id`, 16 bytes. */
  letter: Bytes;
  role: Role;
}

/** The membership, if it is enough: a stranger finds no such letter, a writer hears that it takes a keeper. */
export async function asMember(members: MembersStore, req: Request, needed: Role): Promise<Membership> {
  const organizer = signedIn(req);
  const letter = letterIn(req.params['id']);
  const role = letter && (await members.roleOf(letter, organizer.id));
  if (!letter || !role) throw problem(404, 'accounts.no-letter.title', 'accounts.no-letter.detail');
  if (mayActAs(role, needed)) return { organizer, letter, role };
  throw problem(403, 'accounts.keepers-only.title', 'accounts.keepers-only.detail');
}

/** The letter as addresses name it: 32 hexadecimal digits. */
export const letterIn = (text: unknown): Bytes | undefined =>
  typeof text === 'string' && /^[0-9a-f]{32}$/.test(text) ? fromHex(text) : undefined;
