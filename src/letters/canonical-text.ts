import { normalText } from '../protocol/bytes.ts';
import type { Addressee, Draft } from './letter.ts';

const PLACE = /^\[demands\][ \t]*$/m;

/**
 * The text that signatories sign, as one Markdown document: its SHA-256 stands in the descriptor, and
 * anybody can compute it from the page's Markdown form with `sha256sum`.
 */
export function canonicalText(
  draft: Pick<Draft, 'title' | 'to' | 'salutation' | 'body' | 'demands' | 'closing' | 'from'>,
): string {
  const parts = [
    `# ${draft.title}`,
    draft.to.map((addressee) => `To: ${addresseeLine(addressee)}`).join('\n'),
    draft.salutation,
    withDemands(
      draft.body,
      draft.demands.map((demand) => demand.text),
    ),
    [draft.closing, draft.from].filter((line) => line !== null).join('\n'),
  ];
  return normalText(`${parts.filter(Boolean).join('\n\n')}\n`);
}

export const addresseeLine = (addressee: Addressee): string =>
  [addressee.name, addressee.role, addressee.organization].filter(Boolean).join(', ');

/** Puts the numbered demands where the body says, or after it. */
function withDemands(body: string, demands: string[]): string {
  const list = demands.map((text, i) => `${i + 1}. ${text}`).join('\n');
  if (PLACE.test(body)) return body.replace(PLACE, () => list);
  return [body, list].filter(Boolean).join('\n\n');
}
