import type { PublishedLetter } from '../../letters/letter.ts';
import { type SignatureForm, signatureForm } from '../../letters/signature-form.ts';
import { takesInvited } from '../../letters/tally.ts';
import { paths } from '../../paths.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { Standing } from '../board.ts';
import { type ClientView, clientView } from '../client-view.ts';
import type { Receipt } from '../receipt.ts';

interface Step {
  letterTitle: string;
  letterPath: string;
  faults: FieldFault[];
}

interface ShowPage extends Step {
  /** Null where nobody can be invited, or can any more. */
  invitePath: string | null;
  action: string;
  client: ChangeClientView;
  form: SignatureForm;
}

interface ChangeClientView extends ClientView {
  standing: string;
  versions: string;
}

interface ChangePage extends Step {
  form: SignatureForm | null;
  withdrawAction: string;
  pass: string;
  published: boolean;
  open: boolean;
  /** Where the new text stands, for whoever signed an earlier one; null otherwise. */
  newText: string | null;
}

interface ChangedPage extends Step {
  heading: string;
  explained: string;
  receipt: string;
}

const showPage = page<ShowPage>('signing/show-pass');
const changePage = page<ChangePage>('signing/change');
const changedPage = page<ChangedPage>('signing/changed');

export type Change = 'changed' | 'withdrawn' | 'withdrawn at once';

const explained: Record<Change, [heading: string, explained: string]> = {
  changed: [
    'Your signature is changed',
    'The old words are erased now, from our files and from every page. The new ones appear at the next release.',
  ],
  withdrawn: [
    'Your signature is withdrawn',
    'Its words are erased now, from our files and from every page. The number changes at the next release, with others, so that the time does not point at you.',
  ],
  'withdrawn at once': ['Your signature is withdrawn', 'Its words are erased, and the number has changed already.'],
};

export const changingPages = (frame: MakeFrame) => ({
  show: (letter: PublishedLetter, faults: FieldFault[], open: boolean): string =>
    showPage({
      ...frame({
        title: titleOf(letter, faults),
        islands: faults.length > 0 ? [] : ['change.js', ...(takesInvited(letter) ? ['pin.js'] : [])],
      }),
      invitePath: open && takesInvited(letter) ? paths.invite(letter.address) : null,
      ...stepOf(letter, faults),
      action: paths.change(letter.address),
      client: changeClientView(letter, frame),
      form: signatureForm(letter, '', {}, true),
    }),
  change(
    letter: PublishedLetter,
    pass: string,
    standing: Standing,
    open: boolean,
    faults: FieldFault[],
    given?: Record<string, unknown>,
  ): string {
    // as a form would send it
    const shown = given ?? { ...standing.fields, employer: String(standing.fields?.employer) };
    return changePage({
      ...frame({ title: titleOf(letter, faults) }),
      ...stepOf(letter, faults),
      form: open
        ? signatureForm(letter, paths.changeWords(letter.address), { ...shown, pass }, true, buttonOf(standing))
        : null,
      withdrawAction: paths.withdraw(letter.address),
      pass,
      published: standing.published,
      newText: standing.current ? null : paths.versions(letter.address),
      open,
    });
  },
  done: (letter: PublishedLetter, change: Change, receipt: Receipt): string =>
    changedPage({
      ...frame({ title: `${explained[change][0]}: ${letter.title}` }),
      ...stepOf(letter, []),
      heading: explained[change][0],
      explained: explained[change][1],
      receipt: JSON.stringify(receipt, null, 2),
    }),
});

const changeClientView = (letter: PublishedLetter, frame: MakeFrame): ChangeClientView => ({
  ...clientView(letter, frame),
  standing: paths.change(letter.address),
  versions: paths.versions(letter.address),
});

const buttonOf = ({ current }: Standing): string => (current ? 'Change my signature' : 'Confirm the new text');

const titleOf = (letter: PublishedLetter, faults: FieldFault[]): string =>
  `${faults.length > 0 ? 'Error: ' : ''}Change or withdraw: ${letter.title}`;

const stepOf = (letter: PublishedLetter, faults: FieldFault[]): Step => ({
  letterTitle: letter.title,
  letterPath: paths.letter(letter.address),
  faults,
});
