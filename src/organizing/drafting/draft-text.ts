import { addresseeLine } from '../../letters/canonical-text.ts';
import { demandStatusIn } from '../../letters/demand-words.ts';
import { type BodyText, renderBody } from '../../letters/markdown.ts';
import type { Words } from '../../web/words.ts';
import type { Content } from './content.ts';

/** The text of a draft as a view shows it, whatever of it is still missing. */
export interface DraftText extends BodyText {
  letterLanguage: string;
  addressees: string[];
  salutation: string;
  closing: string;
  from: string;
}

/** `words` are those of the draft's language. */
export function draftText({ texts, lists }: Content, words: Words): DraftText {
  const demands = lists.demands.map(({ fields }) => ({
    text: fields['text'] ?? '',
    status: demandStatusIn(fields['status'] ?? ''),
  }));
  const letterLanguage = /^[a-zA-Z-]{2,20}$/.test(texts.language) ? texts.language : 'en';
  return {
    letterLanguage,
    addressees: lists.to
      .map(({ fields: { name = '', role = '', organization = '' } }) => addresseeLine({ name, role, organization }))
      .filter(Boolean),
    ...{ salutation: texts.salutation, closing: texts.closing, from: texts.from },
    ...renderBody(texts.body, demands, words, letterLanguage),
  };
}

/** Null where it has none yet. */
export const titleOf = ({ texts }: Pick<Content, 'texts'>): string | null => texts.title.trim() || null;
