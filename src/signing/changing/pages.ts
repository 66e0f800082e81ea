import { countsEach } from '../../letters/counted.ts';
import type { PublishedLetter } from '../../letters/letter.ts';
import { type SignatureForm, signatureForm } from '../../letters/signature-form.ts';
import { takesInvited } from '../../letters/tally.ts';
import { type Step, stepOf } from '../../letters/step.ts';
import { titled } from '../../letters/titled.ts';
import { paths } from '../../paths.ts';
import type { MakeFrame } from '../../web/frame.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { Standing } from '../board.ts';
import { type ClientView, clientView } from '../client-view.ts';
import type { Receipt } from '../receipt.ts';

interface ShowPage extends Step {
  /** Null where nobody can be invited, or can any more. */
  invitePath: string | null;
  action: string;
  /** What withdraws is counted by itself. */
  alone: boolean;
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
  alone: boolean;
  published: boolean;
  open: boolean;
  /** Where the new text stands, for whoever signed an earlier one; null otherwise. */
  newText: string | null;
}

interface ChangedPage extends Step {
  /** Sayings. */
  heading: string;
  explained: string;
  receipt: string;
}

const showPage = page<ShowPage>('signing/show-pass');
const changePage = page<ChangePage>('signing/change');
const changedPage = page<ChangedPage>('signing/changed');

export type Change = 'changed' | 'withdrawn' | 'withdrawn at once';

const sayings: Record<Change, { title: string; heading: string; explained: string }> = {
  changed: {
    title: 'signing.changed.title',
    heading: 'signing.changed.heading',
    explained: 'signing.changed.explained',
  },
  withdrawn: {
    title: 'signing.withdrawn.title',
    heading: 'signing.withdrawn.heading',
    explained: 'signing.withdrawn.explained',
  },
  'withdrawn at once': {
    title: 'signing.withdrawn.title',
    heading: 'signing.withdrawn.heading',
    explained: 'signing.withdrawn.now-explained',
  },
};

const withdrawnAlone = { ...sayings.withdrawn, explained: 'signing.withdrawn.explained-alone' };

export const changingPages = (frame: MakeFrame) => ({
  show: (letter: PublishedLetter, faults: FieldFault[], open: boolean): string =>
    showPage({
      ...frame({
        title: titled(frame, 'signing.change.title', letter, faults.length > 0),
        at: paths.change(letter.address),
        islands: faults.length > 0 ? [] : ['change.js', ...(takesInvited(letter) ? ['pin.js'] : [])],
      }),
      invitePath: open && takesInvited(letter) ? paths.invite(letter.address) : null,
      ...stepOf(letter, faults),
      action: paths.change(letter.address),
      alone: countsEach(letter),
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
      ...frame({ title: titled(frame, 'signing.change.title', letter, faults.length > 0) }),
      ...stepOf(letter, faults),
      form: open
        ? signatureForm(letter, paths.changeWords(letter.address), { ...shown, pass }, true, buttonOf(standing))
        : null,
      withdrawAction: paths.withdraw(letter.address),
      ...{ pass, alone: countsEach(letter) },
      published: standing.published,
      newText: standing.current ? null : paths.versions(letter.address),
      open,
    });
  },
  done(letter: PublishedLetter, change: Change, receipt: Receipt): string {
    const { title, heading, explained } =
      change === 'withdrawn' && countsEach(letter) ? withdrawnAlone : sayings[change];
    return changedPage({
      ...frame({ title: titled(frame, title, letter) }),
      ...stepOf(letter, []),
      ...{ heading, explained },
      receipt: JSON.stringify(receipt, null, 2),
    });
  },
});

const changeClientView = (letter: PublishedLetter, frame: MakeFrame): ChangeClientView => ({
  ...clientView(letter, frame),
  standing: paths.change(letter.address),
  versions: paths.versions(letter.address),
});

const buttonOf = ({ current }: Standing): string => (current ? 'signing.change.send' : 'signing.change.confirm');
