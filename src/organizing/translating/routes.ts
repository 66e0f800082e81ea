import { type Request, type Response, Router } from 'express';
import type { LetterStore } from '../../letters/store.ts';
import { writeTranslationFile } from '../../letters/translations/translation-file.ts';
import { readLanguage } from '../../letters/translations/language.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { problem } from '../../web/errors.ts';
import { formField, formOf } from '../../web/forms.ts';
import { type InEachLanguage, inEachLanguage } from '../../web/frame.ts';
import type { BoardWorld } from '../../world.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import type { Role } from '../accounts/organizer.ts';
import { asMember } from '../accounts/signed-in.ts';
import { type Translating, type TranslatingDesk, latestIn, openTranslatingDesk } from './desk.ts';
import { baseOf, readTyped, typedIn, typedOf } from './form.ts';
import { translatingPages } from './pages.ts';

/** Where organizers put translations beside their letter: writers write, keepers publish. */
export function translatingRoutes(
  world: BoardWorld,
  letters: LetterStore,
  members: MembersStore,
  frames: OrganizerFrames,
  changed: () => Promise<void>,
): Router {
  const desk = openTranslatingDesk(world, letters, changed);
  const open: Open = async (req, role = 'writer') => desk.open(await asMember(members, req, role));
  const pages = inEachLanguage(frames, translatingPages);
  const router = Router();
  const [id, language] = [':id', ':language'];

  router.get(paths.translations(id), async (req, res) => void res.send(pages(req).list(await open(req))));

  router.post(paths.translations(id), async (req, res) => {
    const [at, typed] = [await open(req), formField(req, 'language')];
    const read = readLanguage(typed, at.letter);
    const refuse = (message: string) =>
      res.status(422).send(pages(req).list(at, typed, { field: 'language', message }));
    if ('fault' in read) return refuse(read.fault);
    if (at.all.some((one) => one.language === read.language)) return refuse('translations.fault.twice');
    return res.redirect(303, paths.writeTranslation(toHex(at.letter.id), read.language));
  });

  router.use(writingRoutes(desk, open, pages, world.now));

  router.post(paths.removeTranslation(id, language), async (req, res) => {
    const at = await open(req, 'keeper');
    await desk.remove(at, languageOf(req, at), world.now());
    res.redirect(303, paths.translations(toHex(at.letter.id)));
  });

  router.get(paths.translationFile(id, language), async (req, res) => {
    const at = await open(req);
    const into = languageOf(req, at);
    const newest = at.all.findLast((one) => one.language === into);
    const translated = newest?.written ?? newest?.content;
    if (!newest || !translated) throw none();
    const { slug } = at.letter;
    res.set('Content-Disposition', `attachment; filename="${slug}.${into}.md"`).type('text/markdown');
    res.send(writeTranslationFile({ of: slug, language: into, version: newest.version, translated }));
  });

  return router;
}

type Open = (req: Request, role?: Role) => Promise<Translating>;
type Pages = InEachLanguage<ReturnType<typeof translatingPages>>;

function writingRoutes(desk: TranslatingDesk, open: Open, pages: Pages, now: () => number): Router {
  const router = Router();
  const path = paths.writeTranslation(':id', ':language');

  router.get(path, async (req, res) => {
    const at = await open(req);
    const into = languageOf(req, at);
    res.send(pages(req).writing(at, into, typedOf(at.letter, wordsIn(at, into), baseNow(at, into))));
  });

  router.post(path, async (req, res) => {
    const at = await open(req);
    const [into, typed] = [languageOf(req, at), typedIn(formOf(req), at.letter)];
    const read = readTyped(typed, at.letter);
    if ('faults' in read) return res.status(422).send(pages(req).writing(at, into, typed, read.faults));
    const base = latestIn(at, into)?.revision ?? 0;
    const publish = formField(req, 'do') === 'publish';
    const writing = { language: into, translated: read.read, base, publish, now: now() };
    if (typed.base !== baseNow(at, into) || !(await desk.save(at, writing))) return showChanged(req, res, into);
    return res.redirect(303, paths.translations(toHex(at.letter.id)));
  });

  return router;

  /** Nothing that was typed is lost, and what stands there now is shown beside it. */
  async function showChanged(req: Request, res: Response, into: string): Promise<void> {
    const at = await open(req);
    const [base, faults] = [baseNow(at, into), [{ field: 'title', message: 'translations.fault.changed' }]];
    const typed = { ...typedIn(formOf(req), at.letter), base };
    res.status(409).send(pages(req).writing(at, into, typed, faults, typedOf(at.letter, wordsIn(at, into), base)));
  }
}

/** The words that a writer goes on from: the newest, of an older version too. */
function wordsIn({ all }: Translating, language: string) {
  const newest = all.findLast((one) => one.language === language);
  return newest?.written ?? newest?.content;
}

const baseNow = (at: Translating, language: string): string => baseOf(at.letter, latestIn(at, language));

/** The language of the address, written as it is stored. */
function languageOf(req: Request, { letter }: Translating): string {
  const typed = String(req.params['language']);
  const read = readLanguage(typed, letter);
  if ('language' in read && read.language === typed) return typed;
  throw none();
}

const none = () => problem(404, 'translations.none.title', 'translations.none.detail');
