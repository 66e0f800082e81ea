import type { FieldFault } from '../web/typed.ts';
import type { Posting } from './board.ts';

/** What a problem document says. */
export type Refusal = [status: number, title: string, detail: string];

export const unreadable = (faults: FieldFault[]): Refusal => [
  422,
  'Not a signature',
  faults.map(({ field, message }) => `${field}: ${message}`).join(' '),
];

/** Says why a post was not taken, and what to do. */
export function refusal(posting: Extract<Posting, string>): Refusal {
  switch (posting) {
    case 'closed':
      return [410, 'This letter is closed', 'It closed before your signature arrived. It takes no more signatures.'];
    case 'signed otherwise':
      return [
        409,
        'Already signed',
        'This pass has already signed this letter, with other words. One pass makes one signature; to alter it, choose to change it.',
      ];
    case 'another version':
      return [409, 'The text has changed', 'The letter has a new version since. Please read it and sign again.'];
    case 'not a pass of this letter':
      return [
        422,
        'Not a pass of this letter',
        'The pass was not issued for this letter. Each letter has passes of its own.',
      ];
    case 'not signed with the pass':
    case 'not the committed text':
      return [
        422,
        'Not signed with the pass',
        'What arrived was altered on its way or signed with another key. Nothing was stored.',
      ];
  }
}
