import { type Request, type Response, Router } from 'express';
import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Writing } from './desk.ts';
import { type AnsweringDoor, typedIn } from './door-routes.ts';
import { type Read, type Terms, type Typed, readCorrection, readMark, readResponse, readUpdate } from './form.ts';

type ReadForm<Value> = (typed: Typed, terms: Terms) => Read<Value>;
type WritingOf<Value> = (value: Value, letter: PublishedLetter, at: number) => Writing;

/** What keepers write down: responses, marks of demands, updates, corrections. */
export function entryRoutes(door: AnsweringDoor): Router {
  const router = Router();
  const id = ':id';
  const post = postEntry(door);

  router.post(paths.recordResponse(id), (req, res) =>
    post(req, res, 'responses', readResponse, (response, letter, at) => ({
      ...{ what: 'recorded a response', detail: { from: response.from, day: response.day } },
      write: (store) => store.respond(letter.id, { ...response, at }),
    })),
  );

  router.post(paths.markDemand(id), (req, res) =>
    post(req, res, 'demands', readMark, (mark, letter, at) => ({
      ...{ what: 'marked a demand', detail: { demand: mark.demand, status: mark.status, day: mark.day } },
      write: (store) => store.mark(letter.id, { ...mark, at }),
    })),
  );

  router.post(paths.postUpdate(id), async (req, res) => {
    const [typed, read] = [typedIn(req), readUpdate(typedIn(req))];
    if (typed['do'] === 'edit') return door.show(res, await door.openFor(req), 200, { typed });
    if (typed['do'] !== 'post' && 'value' in read)
      return void res.send(door.pages(req).preview(await door.openFor(req), read.value));
    await post(req, res, 'updates', readUpdate, (update, letter, at) => ({
      ...{ what: 'posted an update', detail: { title: update.title } },
      write: (store) => store.post(letter.id, { ...update, at }),
    }));
  });

  router.post(paths.correct(id), (req, res) =>
    post(req, res, 'corrections', readCorrection, (correction, letter, at) => ({
      ...{ what: 'corrected', detail: {} },
      write: (store) => store.correct(letter.id, { ...correction, at }),
    })),
  );

  return router;
}

const postEntry =
  (door: AnsweringDoor) =>
  async <Value>(
    req: Request,
    res: Response,
    section: string,
    read: ReadForm<Value>,
    writing: WritingOf<Value>,
  ): Promise<void> => {
    const [stand, now, typed] = [await door.openFor(req), door.now(), typedIn(req)];
    const form = read(typed, { letter: stand.letter, now });
    if ('faults' in form) return door.show(res, stand, 422, { typed, faults: form.faults });
    await door.desk.keep(stand, writing(form.value, stand.letter, now), now);
    res.redirect(303, `${paths.answers(toHex(stand.letter.id))}#${section}`);
  };
