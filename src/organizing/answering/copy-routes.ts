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
const TOO_LARGE =
  'This file is larger than 10 MB, which is the most that we keep. Save it smaller, for example as a PDF.';
const NO_FILE = 'Please choose a file.';
const WRONG_KIND = 'We keep PDF, PNG, JPEG, WebP and plain text. This file is none of these, whatever its name says.';

/** Copies of what was answered: uploaded by keepers, kept by their hash. The public sees the hash and the day. */
export function copyRoutes(world: BoardWorld, door: AnsweringDoor): Router {
  const copies = openCopies(world.config.dataFolder, () => toHex(world.random(8)));
  const router = Router();
  const [id, response] = [':id', ':response'];

  router.post(paths.responseCopy(id, response), limitFlood(FLOOD), async (req, res) => {
    const stand = await door.openFor(req);
    const named = Number(req.params['response']);
    const found = stand.answers.responses.find((one) => one.id === named);
    if (!found) throw problem(404, 'No such response', 'This letter has no such response.');
    const upload = await readUpload(req, MOST_BYTES);
    const refuse = (status: number, message: string) =>
      door.show(res, stand, status, { faults: [{ field: copyField(found.id), message }] });
    if (!upload?.file) return refuse(422, NO_FILE);
    if (upload.file === 'too large') return refuse(413, TOO_LARGE);
    const hash = await copies.store(upload.file.bytes);
    if (hash === undefined) return refuse(422, WRONG_KIND);
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
    if (!copy) throw problem(404, 'No such copy', 'This letter has no copy with this hash.');
    res.set('Content-Disposition', `attachment; filename="${hash}.${copy.kind.ending}"`);
    res.set('Content-Security-Policy', "default-src 'none'; sandbox").type(copy.kind.type).send(copy.bytes);
  });

  return router;
}
