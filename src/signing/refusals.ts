import type { FieldFault } from '../web/typed.ts';
import type { Words } from '../web/words.ts';
import type { Posting } from './board.ts';

/** What a problem document says. */
export type Refusal = [status: number, title: string, detail: string];

/** The faults of a post are many, so they are said here, for whoever posted it. */
export const unreadable = (faults: FieldFault[], words: Words): Refusal => [
  422,
  'signing.post.title',
  faults.map((fault) => faultWords(fault, words)).join(' '),
];

/** What is not even an object has no field to name. */
const faultWords = ({ field, message }: FieldFault, words: Words): string =>
  field === '' ? words.say(message) : words.say('signing.post.fault', { field, fault: words.say(message) });

/** Says why a post was not taken, and what to do. */
export function refusal(posting: Extract<Posting, string>): Refusal {
  switch (posting) {
    case 'closed':
      return [410, 'letters.closed.title', 'signing.refusal.closed'];
    case 'signed otherwise':
      return [409, 'signing.refusal.otherwise-title', 'signing.refusal.otherwise'];
    case 'another version':
      return [409, 'signing.refusal.version-title', 'signing.refusal.version'];
    case 'not a pass of this letter':
      return [422, 'signing.refusal.pass-title', 'signing.refusal.pass'];
    case 'not signed with the pass':
    case 'not the committed text':
      return [422, 'signing.refusal.altered-title', 'signing.refusal.altered'];
  }
}
