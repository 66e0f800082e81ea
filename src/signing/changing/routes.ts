import { type Request, type RequestHandler, type Response, Router } from 'express';
import { nodeEd25519 } from '../../ed25519.ts';
import { letterAt } from '../../letters/find.ts';
import { type PublishedLetter, takesSignatures } from '../../letters/letter.ts';
import type { LetterShelf } from '../../letters/shelf.ts';
import { paths } from '../../paths.ts';
import { type Pass, keySeed } from '../../protocol/pass.ts';
import { problem } from '../../web/errors.ts';
import { limitFlood } from '../../web/flood.ts';
import { formField, formOf } from '../../web/forms.ts';
import { type Frames, type InEachLanguage, inEachLanguage } from '../../web/frame.ts';
import type { CommonWorld } from '../../world.ts';
import type { Board, Standing } from '../board.ts';
import type { Receipt } from '../receipt.ts';
import { passIn, postOf, readForm } from '../read-post.ts';
import { refusal } from '../refusals.ts';
import { type Fields, bodyOf } from '../signature.ts';
import { changingPages } from './pages.ts';
import { standingRoutes } from './standing-routes.ts';

const FLOOD = 300;

/** Protocol step 5, without script: show the pass, then change or withdraw what it signed. */
export function changingRoutes(
  world: CommonWorld,
  shelf: LetterShelf,
  board: Board,
  frames: Frames,
  /** Called when words were erased; ends when they are in no file. */
  erased: Erased,
): Router {
  const pages = inEachLanguage(frames, changingPages);
  const router = Router();
  const flood = limitFlood(FLOOD);
  const slug = ':slug';
  const find = (req: Request) => letterAt(shelf, req.params['slug']);

  router.get([paths.change(slug), paths.changeWords(slug), paths.withdraw(slug)], async (req, res) => {
    const letter = await find(req);
    res.send(pages(req).show(letter, [], takesSignatures(letter, world.now())));
  });

  const withPass = holdingPass(world, board, pages, find, erased);

  const show = withPass(async ({ letter, standing, now }, req, res) => {
    res.send(pages(req).change(letter, formField(req, 'pass'), standing, takesSignatures(letter, now), []));
  });

  const changeWords = withPass(async ({ letter, pass, standing, now }, req, res) => {
    const read = await readForm(letter, formOf(req));
    if ('faults' in read) {
      const open = takesSignatures(letter, now);
      res.status(422).send(pages(req).change(letter, formField(req, 'pass'), standing, open, read.faults, formOf(req)));
      return;
    }
    const post = await postOf(letter, pass, read.fields, turnOf(standing, read.fields));
    const posting = await board.post(letter, post, read.fields, now);
    if (typeof posting === 'string') throw problem(...refusal(posting));
    await erased(letter);
    res.send(pages(req).done(letter, 'changed', posting.receipt));
  });

  const withdraw = withPass(async (signed, req, res) => {
    const { letter, standing, now } = signed;
    const atOnce = standing.published && (formField(req, 'when') === 'now' || !takesSignatures(letter, now));
    const receipt = await withdrawSignature(board, signed, atOnce);
    await erased(letter);
    res.send(pages(req).done(letter, atOnce ? 'withdrawn at once' : 'withdrawn', receipt));
  });

  router.use(standingRoutes(world, shelf, board, erased));
  router.post(paths.change(slug), flood, show);
  router.post(paths.changeWords(slug), flood, changeWords);
  router.post(paths.withdraw(slug), flood, withdraw);
  return router;
}

type Erased = (letter: PublishedLetter) => Promise<void>;

type Act = (signed: Signed, req: Request, res: Response) => Promise<void>;

/** Goes on only with a pass that has signed this letter; anything else is told. */
const holdingPass =
  (
    world: CommonWorld,
    board: Board,
    pages: InEachLanguage<ReturnType<typeof changingPages>>,
    find: (req: Request) => Promise<PublishedLetter>,
    erased: Erased,
  ) =>
  (act: Act): RequestHandler =>
  async (req, res) => {
    const letter = await find(req);
    const pass = await passIn(letter, formOf(req));
    const now = world.now();
    if ('message' in pass) res.status(422).send(pages(req).show(letter, [pass], takesSignatures(letter, now)));
    else await act({ letter, pass, standing: await standingOf(board, letter, pass, erased), now }, req, res);
  };

/** A pass that was shown, and the signature that it made. */
interface Signed {
  letter: PublishedLetter;
  pass: Pass;
  standing: Standing;
  now: number;
}

async function withdrawSignature(
  board: Board,
  { letter, pass, standing, now }: Signed,
  atOnce: boolean,
): Promise<Receipt> {
  const post = await postOf(letter, pass, null, standing.seq + 1);
  const posting = await board.post(letter, post, null, now);
  if (typeof posting === 'string') throw problem(...refusal(posting));
  if (atOnce) await board.releaseAtOnce(letter, post.pk, now);
  return posting.receipt;
}

/** The number of the step that makes these words stand. The same words under the same text are the same step again. */
const turnOf = ({ fields: before, seq, current }: Standing, fields: Fields): number =>
  before && current && bodyOf(before) === bodyOf(fields) ? seq : seq + 1;

/** What this pass signed; a pass that has not signed, or has withdrawn, has nothing to change. */
async function standingOf(board: Board, letter: PublishedLetter, pass: Pass, erased: Erased): Promise<Standing> {
  const pk = await nodeEd25519.publicKey(await keySeed(pass.secret, letter.publicId));
  const standing = await board.standing(letter, pk);
  if (standing?.fields) return standing;
  // nobody hears that the words are erased while a file has them that could not be removed at first
  if (standing) await erased(letter);
  if (standing) throw problem(409, 'signing.withdrawn.already-title', 'signing.withdrawn.already');
  throw problem(409, 'signing.unsigned.title', 'signing.unsigned.detail');
}
