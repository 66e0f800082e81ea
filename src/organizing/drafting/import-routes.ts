import { type Request, Router } from 'express';
import { type LetterInFile, faultWords, readLetterFile } from '../../letters/letter-file.ts';
import { paths } from '../../paths.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField } from '../../web/forms.ts';
import { inEachLanguage } from '../../web/frame.ts';
import { wordsOf } from '../../web/speak.ts';
import { readUpload } from '../../web/upload.ts';
import type { BoardWorld } from '../../world.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import { asMember } from '../accounts/signed-in.ts';
import { broughtIn } from './bring-in.ts';
import { type Came, cameIn } from './came-from.ts';
import type { Desk } from './desk.ts';
import { dated } from './evidence/vouched.ts';
import { importPages } from './import-pages.ts';
import { openedAs } from './opened-as.ts';
import { draftingPages } from './pages.ts';
import type { RemarkDesk } from './remarks/desk.ts';

const FLOOD = 60;
const LARGEST_FILE = 1_000_000;

/** A letter file that was edited elsewhere becomes the next state of a draft, saved as every edit is. */
export function importRoutes(world: BoardWorld, desk: Desk, frames: OrganizerFrames, remarks: RemarkDesk): Router {
  const pages = inEachLanguage(frames, draftingPages);
  const importPage = inEachLanguage(frames, importPages);
  const open = async (req: Request) => desk.open(await asMember(desk.members, req, 'writer'));
  const router = Router();
  const id = ':id';

  router.get(paths.importInto(id), async (req, res) => {
    const opened = await open(req);
    const { revision, content } = opened.writing;
    res.send(importPage(req)(opened, { base: String(revision), opened: openedAs(content), source: '', faults: [] }));
  });

  router.post(paths.importInto(id), limitFlood(FLOOD), async (req, res) => {
    const opened = await open(req);
    const { organizer, letter, writing } = opened;
    const sent = await readSentFile(req);
    if ('faults' in sent) return void res.status(422).send(importPage(req)(opened, sent));
    const from = await desk.cameFrom(writing, sent);
    const read = broughtIn(sent.read, from, writing.amends !== null, desk.newId);
    const content = dated(read, await desk.uploads(writing.letter));
    const act = { what: 'brought in a letter file' as const, detail: {} };
    const came = { base: from.base, opened: sent.opened };
    const saved = await desk.save({ writing, organizer, content, now: world.now(), ...came, unseen: () => true, act });
    if ('saved' in saved) return res.redirect(303, paths.organizeLetter(letter));
    const { conflicts, now, merged } = saved;
    const page = { ...now, ...(await remarks.beside(now)), letter, content: merged, conflicts };
    res.status(409).send(pages(req).letter(organizer, page));
  });

  return router;
}

/** The letter, or the text as far as it is one and what is wrong with it; and the state that the form came from. */
type SentFile = Came & ({ read: LetterInFile } | { source: string; faults: { field: string; message: string }[] });

/** Reads a form with a letter file, pasted or uploaded. */
export async function readSentFile(req: Request): Promise<SentFile> {
  const { given, ...came } = await givenIn(req);
  if (typeof given !== 'string') return { ...came, source: '', faults: [{ field: 'source', message: given.fault }] };
  const read = readLetterFile(given);
  if ('draft' in read) return { ...came, read };
  const words = wordsOf(req);
  const faults = read.faults.map((fault) => ({ field: 'source', message: faultWords(words, fault) }));
  return { ...came, source: given, faults };
}

async function givenIn(req: Request): Promise<Came & { given: string | { fault: string } }> {
  if (!req.is('multipart/form-data')) {
    const came = { base: formField(req, 'base'), opened: formField(req, 'opened') };
    return { ...came, given: formField(req, 'source') };
  }
  const upload = await readUpload(req, LARGEST_FILE);
  const came = cameIn(upload);
  if (upload?.file === 'too large') return { ...came, given: { fault: 'drafting.new.too-large' } };
  if (!upload?.file) return { ...came, given: upload?.fields['source'] ?? '' };
  const text = upload.file.bytes.toString('utf8');
  const isText = !text.includes('\uFFFD') && !text.includes('\0');
  return { ...came, given: isText ? text : { fault: 'drafting.new.not-text' } };
}
