import { type PieceView, difference, piecesView } from '../../../letters/difference.ts';
import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import type { FieldFault } from '../../../web/typed.ts';
import type { OrganizeFrame, OrganizerFrame } from '../../accounts/organizer-frame.ts';
import { type FieldView, fieldsFor } from '../../answering/fields.ts';
import { MOST_PARAGRAPHS, type Piece, hashOf, keyOf } from './piece.ts';
import { type RemarkView, type RemarksAsked, type Told, remarkViews, whereOf } from './remark-view.ts';
import type { Typed } from './remark.ts';

interface RemarkForm {
  on: string;
  hash: string;
  page: string;
  fields: FieldView[];
  back: string;
}

interface RemarksPage extends OrganizeFrame {
  heading: string;
  backPath: string;
  action: string;
  faults: FieldFault[];
  /** What was written about a piece that is not there any more. */
  lost: Typed | null;
  refused: { was: string; now: string | null; suggestion: PieceView[]; historyPath: string } | null;
  openAt: { path: string; where: string }[];
  pieces: { key: string; where: string; text: string; remarks: RemarkView[]; form: RemarkForm | null; say: string }[];
  gone: RemarkView[];
  settled: RemarkView[];
  more: boolean;
  most: string | null;
}

const remarksPage = page<RemarksPage>('organizing/remarks');

export const remarksPages = (frame: OrganizerFrame) => ({
  remarks(asked: RemarksAsked, told: Told): string {
    const { opened, looked } = asked;
    const { letter, writing } = opened;
    const { words } = frame;
    const title = (heading: string) => words.say('drafting.title.remarks', { title: heading });
    const heading = writing.content.texts.title.trim() || words.say('drafting.untitled');
    const view = remarkViews(words, asked, told);
    const pieces = looked.pieces.map(({ piece, beside }) => ({
      ...{ key: keyOf(piece), where: whereOf(words, writing.content, piece), text: piece.text },
      remarks: beside.map((remark) => view(remark, piece.text)),
      form: told.on === keyOf(piece) ? formView(asked, piece, told) : null,
      say: paths.remarks(letter, keyOf(piece)),
    }));
    return remarksPage({
      ...frame(opened.organizer, {
        title: told.faults ? words.say('site.error.prefix', { title: title(heading) }) : title(heading),
      }),
      ...{ heading, backPath: paths.organizeLetter(letter), action: paths.remarks(letter), pieces },
      ...{ faults: told.faults ?? [], lost: told.lost ?? null, refused: refusedView(letter, told) },
      openAt: pieces.filter(({ remarks }) => remarks.length > 0).map(({ key, where }) => ({ path: `#${key}`, where })),
      gone: looked.gone.map((remark) => view(remark, null)),
      settled: looked.settled.map((remark) => view(remark, null)),
      more: looked.more,
      most: looked.pieces.some(({ piece }) => piece.paragraph === MOST_PARAGRAPHS) ? String(MOST_PARAGRAPHS) : null,
    });
  },
});

function formView({ opened, page: pageName }: RemarksAsked, piece: Piece, { typed, faults }: Told): RemarkForm {
  const field = fieldsFor({ ...typed }, faults ?? []);
  const hint = 'drafting.remarks.text-hint';
  return {
    ...{
      on: keyOf(piece),
      hash: hashOf(piece),
      page: pageName,
      back: `${paths.remarks(opened.letter)}#${keyOf(piece)}`,
    },
    fields: [
      field('says', 'drafting.remarks.comment', { rows: 3 }),
      field('instead', 'drafting.remarks.text', { rows: piece.at === 'body' ? 8 : 3, hint, usual: piece.text }),
    ],
  };
}

function refusedView(letter: string, { refused }: Told): RemarksPage['refused'] {
  if (!refused) return null;
  const { remark, standing } = refused;
  const now = standing.state === 'gone' ? null : standing.piece.text;
  return {
    ...{ was: remark.about.text, now, historyPath: paths.history(letter) },
    suggestion: piecesView(difference(now ?? remark.about.text, remark.instead ?? '')),
  };
}
