import { type Request, type Response, Router } from 'express';
import { paths } from '../../../paths.ts';
import { toHex } from '../../../protocol/bytes.ts';
import { problem } from '../../../web/errors.ts';
import { limitFlood } from '../../../web/flood.ts';
import { readUpload } from '../../../web/upload.ts';
import type { BoardWorld } from '../../../world.ts';
import { inEachLanguage } from '../../../web/frame.ts';
import type { OrganizerFrames } from '../../accounts/organizer-frame.ts';
import { asMember } from '../../accounts/signed-in.ts';
import { trailStore } from '../../accounts/trail/store.ts';
import { type Content, type Item, withText } from '../content.ts';
import type { Desk } from '../desk.ts';
import type { Writing } from '../store.ts';
import { MOST_BYTES, openCopies } from './copies.ts';
import { evidencePages } from './pages.ts';

const FLOOD = 60;

/** Copies of what a letter quotes: uploaded by its organizers, kept by their hash, never fetched by us. */
export function evidenceRoutes(world: BoardWorld, desk: Desk, frames: OrganizerFrames): Router {
  const pages = inEachLanguage(frames, evidencePages);
  const copies = openCopies(world.config.dataFolder, () => toHex(world.random(8)));
  const trail = trailStore(world.databases.organizers);
  const open = async (req: Request) => desk.open(await asMember(desk.members, req, 'writer'));
  const router = Router();
  const [id, item] = [':id', ':item'];

  router.get(paths.evidenceCopy(id, item), async (req, res) => {
    const { organizer, letter, writing } = await open(req);
    res.send(pages(req).copy(organizer, letter, evidenceIn(writing.content, req.params['item']), null));
  });

  router.post(paths.evidenceCopy(id, item), limitFlood(FLOOD), async (req, res) => {
    const { organizer, letter, writing } = await open(req);
    const evidence = evidenceIn(writing.content, req.params['item']);
    const kept = await keep(req);
    if ('fault' in kept) {
      res.status(kept.status).send(pages(req).copy(organizer, letter, evidence, kept.fault));
      return;
    }
    const now = world.now();
    const at = `evidence.${evidence.id}`;
    const stored = new Date(now).toISOString().slice(0, 10);
    const act = { what: 'kept a copy' as const, detail: { hash: kept.hash } };
    await trail.record({ at: now, organizer: organizer.id, letter: writing.letter, ...act });
    const content = withText(withText(writing.content, `${at}.copy`, kept.hash), `${at}.stored`, stored);
    await desk.save({ writing, organizer, content, now, unseen: () => true });
    res.redirect(303, `${paths.organizeLetter(letter)}#${at}`);
  });

  router.get(paths.storedCopy(id, ':hash'), async (req, res) => {
    const { writing } = await open(req);
    await sendCopy(res, String(req.params['hash']), writing);
  });

  return router;

  async function keep(req: Request): Promise<{ hash: string } | { fault: string; status: number }> {
    const upload = await readUpload(req, MOST_BYTES);
    if (!upload?.file) return { fault: 'drafting.copy.no-file', status: 422 };
    if (upload.file === 'too large') return { fault: 'drafting.copy.too-large', status: 413 };
    const hash = await copies.store(upload.file.bytes);
    return hash === undefined ? { fault: 'drafting.copy.wrong-kind', status: 422 } : { hash };
  }

  /** Only to be kept as a file: what organizers upload never becomes a page of ours. */
  async function sendCopy(res: Response, hash: string, { letter, content }: Writing): Promise<void> {
    const isNamed = content.lists.evidence.some(({ fields }) => fields['copy'] === hash);
    const copy = isNamed && (await trail.keptCopy(letter, hash)) ? await copies.read(hash) : undefined;
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
