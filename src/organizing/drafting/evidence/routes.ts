import { type Request, type Response, Router } from 'express';
import { paths } from '../../../paths.ts';
import { toHex } from '../../../protocol/bytes.ts';
import { problem } from '../../../web/errors.ts';
import { limitFlood } from '../../../web/flood.ts';
import { readUpload } from '../../../web/upload.ts';
import type { BoardWorld } from '../../../world.ts';
import { inEachLanguage } from '../../../web/frame.ts';
import type { OrganizerFrames } from '../../accounts/organizer-frame.ts';
import { dayOf } from '../../accounts/account/words.ts';
import { asMember } from '../../accounts/signed-in.ts';
import { trailStore } from '../../accounts/trail/store.ts';
import { type Came, cameIn } from '../came-from.ts';
import { type Content, type Item, withText } from '../content.ts';
import type { Desk, Opened } from '../desk.ts';
import { openedAs } from '../opened-as.ts';
import { draftingPages } from '../pages.ts';
import type { RemarkDesk } from '../remarks/desk.ts';
import type { Saved, Writing } from '../store.ts';
import { type Copies, MOST_BYTES, openCopies } from './copies.ts';
import { evidencePages } from './pages.ts';

const FLOOD = 60;

/** Copies of what a letter quotes: uploaded by its organizers, kept by their hash, never fetched by us. */
export function evidenceRoutes(world: BoardWorld, desk: Desk, frames: OrganizerFrames, remarks: RemarkDesk): Router {
  const pages = inEachLanguage(frames, evidencePages);
  const drafting = inEachLanguage(frames, draftingPages);
  const copies = openCopies(world.config.dataFolder, () => toHex(world.random(8)));
  const trail = trailStore(world.databases.organizers);
  const open = async (req: Request) => desk.open(await asMember(desk.members, req, 'writer'));
  const router = Router();
  const [id, item] = [':id', ':item'];

  router.get(paths.evidenceCopy(id, item), async (req, res) => {
    const { organizer, letter, writing } = await open(req);
    const given = { base: String(writing.revision), opened: openedAs(writing.content), fault: null };
    res.send(pages(req).copy(organizer, letter, evidenceIn(writing.content, req.params['item']), given));
  });

  router.post(paths.evidenceCopy(id, item), limitFlood(FLOOD), async (req, res) => {
    const opened = await open(req);
    const { organizer, letter } = opened;
    const kept = await keep(copies, req);
    const { base, content: from } = await desk.cameFrom(opened.writing, kept);
    const evidence = evidenceIn(from, req.params['item']);
    if ('fault' in kept) {
      const given = { base: String(base), opened: kept.opened, fault: kept.fault };
      return void res.status(kept.status).send(pages(req).copy(organizer, letter, evidence, given));
    }
    const at = `evidence.${evidence.id}`;
    const saved = await put(opened, from, { base, opened: kept.opened }, { at, hash: kept.hash });
    if ('saved' in saved) return res.redirect(303, `${paths.organizeLetter(letter)}#${at}`);
    const { conflicts, now, merged } = saved;
    const page = { ...now, ...(await remarks.beside(now)), letter, content: merged, conflicts };
    res.status(409).send(drafting(req).letter(organizer, page));
  });

  return router.use(storedRoutes(desk, copies));

  /** Merged with what others saved while the file was chosen and sent, as every edit is. */
  async function put(
    { writing, organizer }: Opened,
    from: Content,
    came: { base: number; opened: string },
    { at, hash }: { at: string; hash: string },
  ): Promise<Saved> {
    const now = world.now();
    const act = { what: 'kept a copy' as const, detail: { hash } };
    await trail.record({ at: now, organizer: organizer.id, letter: writing.letter, ...act });
    const stored = dayOf(now);
    const content = withText(withText(from, `${at}.copy`, hash), `${at}.stored`, stored);
    return desk.save({ writing, organizer, content, now, ...came, unseen: () => true });
  }
}

async function keep(
  copies: Copies,
  req: Request,
): Promise<Came & ({ hash: string } | { fault: string; status: number })> {
  const upload = await readUpload(req, MOST_BYTES);
  const came = cameIn(upload);
  if (!upload?.file) return { ...came, fault: 'drafting.copy.no-file', status: 422 };
  if (upload.file === 'too large') return { ...came, fault: 'drafting.copy.too-large', status: 413 };
  const hash = await copies.store(upload.file.bytes);
  return hash === undefined ? { ...came, fault: 'drafting.copy.wrong-kind', status: 422 } : { ...came, hash };
}

/** Each copy as a file, for whoever may write in the letter. */
function storedRoutes(desk: Desk, copies: Copies): Router {
  const router = Router();

  router.get(paths.storedCopy(':id', ':hash'), async (req, res) => {
    const { writing } = await desk.look(await asMember(desk.members, req, 'writer'));
    await sendCopy(res, String(req.params['hash']), writing);
  });

  return router;

  /** Only to be kept as a file: what organizers upload never becomes a page of ours. */
  async function sendCopy(res: Response, hash: string, { letter, content }: Writing): Promise<void> {
    const isNamed = content.lists.evidence.some(({ fields }) => fields['copy'] === hash);
    const copy = isNamed && (await desk.uploads(letter)).has(hash) ? await copies.read(hash) : undefined;
    if (!copy) throw problem(404, 'drafting.copy.none.title', 'drafting.copy.none.detail');
    res.set('Content-Disposition', `attachment; filename="${hash}.${copy.kind.ending}"`);
    res.set('Content-Security-Policy', "default-src 'none'; sandbox").type(copy.kind.type).send(copy.bytes);
  }
}

function evidenceIn({ lists }: Content, id: unknown): Item {
  const item = lists.evidence.find((one) => one.id === id);
  if (item) return item;
  throw problem(404, 'drafting.copy.no-evidence.title', 'drafting.copy.no-evidence.detail');
}
