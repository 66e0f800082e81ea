import type { Evidence } from '../../../letters/front-matter.ts';
import { type Content, type Item, itemOf } from '../content.ts';

/** The evidence of a content as a letter file has it; what is wholly blank is left out. */
export const evidenceOf = ({ lists }: Content): Evidence[] =>
  lists.evidence
    .map(({ fields: { quotation = '', link = '', date = '', copy = '', stored = '' } }) => ({
      ...{ quotation, link, date },
      ...{ sha256: /^[0-9a-f]{64}$/.test(copy) ? copy : null, stored: isDay(stored) ? stored : null },
    }))
    .filter((one) => Object.values(one).some(Boolean));

/** Items of a content that say what a letter file says. Whether the copy that one names is here, nobody has looked. */
export const evidenceItems = (evidence: Evidence[], newId: () => string): Item[] =>
  evidence.map(({ sha256, ...same }) => itemOf('evidence', newId(), { ...same, copy: sha256 }));

const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text);
