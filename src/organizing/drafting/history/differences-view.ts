import { type PieceView, piecesView } from '../../../letters/difference.ts';
import type { Words } from '../../../web/words.ts';
import { placeWords } from '../advice-view.ts';
import { type ChoiceField, type Content, choiceFields } from '../content.ts';
import { type Difference, differencesOf } from '../difference.ts';
import { statusWords } from '../form-fields.ts';

/** What became of one place of a letter. */
export interface DifferenceView {
  where: string;
  moved: string | null;
  pieces: PieceView[];
}

/** Every place at which two states of a letter differ, in the reader’s words. */
export const differencesView = (words: Words, before: Content, content: Content): DifferenceView[] =>
  differencesOf(before, content, shownAs(words)).map(({ at, place, pieces }) => ({
    where: placeWords(words, place?.after === null ? before : content, at),
    moved: movedWords(words, place),
    pieces: piecesView(pieces),
  }));

const isChoice = (at: string): boolean => choiceFields.includes(at as ChoiceField);

/** What was chosen is told in the reader’s words. */
const shownAs =
  (words: Words) =>
  (at: string, text: string): string => {
    if (isChoice(at)) return words.say(text === 'yes' ? 'drafting.choice.yes' : 'drafting.choice.no');
    const isStatus = /^demands\.\w+\.status$/.test(at) && Object.hasOwn(statusWords, text);
    return isStatus ? words.say(statusWords[text]!) : text;
  };

function movedWords(words: Words, place: Difference['place']): string | null {
  if (!place || place.before === place.after) return null;
  if (place.before === null) return words.say('drafting.revision.added');
  if (place.after === null) return words.say('drafting.revision.removed');
  return words.say('drafting.revision.moved', { from: place.before, to: place.after });
}
