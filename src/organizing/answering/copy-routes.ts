import { Router } from 'express';
import type { AnswersStore } from '../../letters/answers/store.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { problem } from '../../web/errors.ts';
import { limitFlood } from '../../web/flood.ts';
import { readUpload } from '../../web/upload.ts';
import type { BoardWorld } from '../../world.ts';
import { dayOf } from '../accounts/account/words.ts';
import { MOST_BYTES, openCopies } from '../drafting/evidence/copies.ts';
import { copyField } from './fields.ts';
import type { AnsweringDoor } from './door-routes.ts';

const FLOOD = 60;

/** Copies of what was answered: uploaded by keepers, kept by their hash. The public sees the hash and the day. */
export function copyRoutes(world: BoardWorld, door: AnsweringDoor): Router {
  const copies = openCopies(world.config.dataFolder, () => toHex(world.random(8)));
  const router = Router();
  const [id, response] = [':id', ':response'];

  router.post(paths.responseCopy(id, response), limitFlood(FLOOD), async (req, res) => {
    const stand = await door.openFor(req);
    const named = Number(req.params['response']);
    const found = stand.answers.responses.find((one) => one.id === named);
    if (!found) throw problem(404, 'answering.copy.no-response.title', 'answering.copy.no-response.detail');
    const upload = await readUpload(req, MOST_BYTES);
    const refuse = (status: number, message: string) =>
      door.show(res, stand, status, { faults: [{ field: copyField(found.id), message }] });
    if (!upload?.file) return refuse(422, 'answering.copy.no-file');
    if (upload.file === 'too large') return refuse(413, 'answering.copy.too-large');
    const hash = await copies.store(upload.file.bytes);
    if (hash === undefined) return refuse(422, 'answering.copy.wrong-kind');
    const [now, letter] = [world.now(), stand.letter.id];
    const write = (store: AnswersStore) => store.keepCopy(letter, found.id, hash, dayOf(now));
    await door.desk.keep(stand, { what: 'kept a copy', detail: { from: found.from, hash }, write }, now);
    res.redirect(303, `${paths.answers(toHex(letter))}#responses`);
  });

  /** Only to be kept as a file: what organizers upload never becomes a page of ours. */
  router.get(paths.answerCopy(id, ':hash'), async (req, res) => {
    const { answers } = await door.openFor(req);
    const hash = String(req.params['hash']);
    const copy = answers.responses.some((one) => one.copy === hash) ? await copies.read(hash) : undefined;
    if (!copy) throw problem(404, 'answering.copy.none.title', 'answering.copy.none.detail');
    res.set('Content-Disposition', `attachment; filename="${hash}.${copy.kind.ending}"`);
    res.set('Content-Security-Policy', "default-src 'none'; sandbox").type(copy.kind.type).send(copy.bytes);
  });

  return router;
}
