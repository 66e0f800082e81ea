import { type PublishedLetter, takesSignatures } from '../letters/letter.ts';
import { type SignatureForm, signatureForm } from '../letters/signature-form.ts';
import { takesInvited } from '../letters/tally.ts';
import { countedWords } from '../letters/counted.ts';
import { type Step, stepOf } from '../letters/step.ts';
import { titled } from '../letters/titled.ts';
import { paths } from '../paths.ts';
import type { FieldFault } from '../web/typed.ts';
import type { MakeFrame } from '../web/frame.ts';
import { page } from '../web/render.ts';
import { type ClientView, clientView } from './client-view.ts';
import type { Receipt } from './receipt.ts';
import { needed } from './release.ts';
import type { Fields } from './signature.ts';

interface WritePage extends Step {
  /** Null where the form was sent before: it goes on as it came. */
  client: ClientView | null;
  /** When the signature will be counted, in words. */
  counted: string;
  /** Null where nobody can be invited. */
  invitePath: string | null;
  form: SignatureForm;
}

/** How a signature appears under the letter. */
interface Appearance {
  name: string | null;
  role: string | null;
  employer: string | null;
  anonymous: boolean;
  comment: string | null;
}

interface PreviewPage extends Step {
  appearance: Appearance;
  pledges: string[];
  /** What is chosen of the letter's lists. */
  groups: string[];
  hidden: { name: string; value: string }[];
  action: string;
  changeAction: string;
}

interface DonePage extends Step {
  repeated: boolean;
  /** Whether the public sees it already. */
  counted: boolean;
  /** The letter is closed, and whatever waited is published in a moment. */
  over: boolean;
  /** Whether no signature of this letter waits for others. */
  alone: boolean;
  others: number;
  /** Whether words of it are shown only when an organizer has read them. */
  waits: boolean;
  sealed: number | null;
  /** Null where nothing but the others is waited for. */
  earliest: { iso: string; words: string } | null;
  receipt: string;
  download: string;
  fileName: string;
  /** Null where nobody can be invited. */
  invitePath: string | null;
}

interface DoneAsked {
  receipt: Receipt;
  repeated: boolean;
  /** Whether words of it are shown only when an organizer has read them. */
  waits: boolean;
  counted: boolean;
  released: boolean;
  earliest: number;
  now: number;
}

const writePage = page<WritePage>('signing/write');
const previewPage = page<PreviewPage>('signing/preview');
const donePage = page<DonePage>('signing/done');

export const signingPages = (frame: MakeFrame) => ({
  write(letter: PublishedLetter, given: Record<string, unknown>, faults: FieldFault[]): string {
    const keepsPass = Boolean(given['pass']) && !faults.some(({ field }) => field === 'pass');
    const fresh = Object.keys(given).length === 0;
    return writePage({
      ...frame({
        title: titled(frame, 'signing.write.title', letter, faults.length > 0),
        at: paths.writeSignature(letter.address),
        islands: fresh ? ['later.js', ...(takesInvited(letter) ? ['pin.js'] : [])] : [],
      }),
      ...stepOf(letter, faults),
      client: fresh ? clientView(letter, frame) : null,
      counted: countedWords(letter, frame.words),
      invitePath: invitePathOf(letter),
      form: signatureForm(letter, paths.previewSignature(letter.address), given, keepsPass),
    });
  },
  preview(letter: PublishedLetter, pass: string, fields: Fields): string {
    return previewPage({
      ...frame({ title: titled(frame, 'signing.preview.title', letter) }),
      ...stepOf(letter, []),
      appearance: appearanceOf(letter, fields),
      pledges: fields.pledges.map((position) => letter.pledges[position]!),
      groups: groupsOf(letter, fields),
      hidden: [...hiddenFields(pass, fields), { name: 'version', value: String(letter.version) }],
      action: paths.signatures(letter.address),
      changeAction: paths.writeSignature(letter.address),
    });
  },
  done(letter: PublishedLetter, what: DoneAsked): string {
    const receipt = JSON.stringify(what.receipt, null, 2);
    const least = needed(letter, what.released);
    // what came this moment may be published this moment too: the page tells the rule
    const counted = what.repeated && what.counted;
    return donePage({
      ...frame({ title: titled(frame, 'signing.done.title', letter) }),
      ...stepOf(letter, []),
      ...{ repeated: what.repeated, waits: what.waits, counted },
      over: !counted && !takesSignatures(letter, what.now),
      alone: least === 1,
      others: letter.release.min - 1,
      sealed: !what.released && letter.sealUntil === least ? least : null,
      earliest:
        what.earliest <= what.now
          ? null
          : { iso: new Date(what.earliest).toISOString(), words: frame.words.dateTime(what.earliest) },
      receipt,
      download: `data:application/json;charset=utf-8,${encodeURIComponent(`${receipt}\n`)}`,
      fileName: `receipt-${letter.slug}.json`,
      invitePath: invitePathOf(letter),
    });
  },
});

/** What the public will see of these fields, and nothing more. */
function appearanceOf(
  letter: PublishedLetter,
  fields: Pick<Fields, 'shown' | 'name' | 'role' | 'employer' | 'comment'>,
): Appearance {
  const { shown, name, role, comment } = fields;
  const several = letter.employers.length > 1 && shown !== 'anonymous';
  return {
    name,
    role,
    employer: several ? letter.employers[fields.employer]!.name : null,
    anonymous: shown === 'anonymous',
    comment,
  };
}

const groupsOf = ({ sites, roles }: PublishedLetter, { site, occupation }: Fields): string[] =>
  [sites[site ?? -1], roles[occupation ?? -1]].filter((group) => group !== undefined);

const invitePathOf = (letter: PublishedLetter): string | null =>
  takesInvited(letter) ? paths.invite(letter.address) : null;

/** Everything that was given, so that the next form carries it on. */
function hiddenFields(
  pass: string,
  { shown, name, role, employer, comment, pledges, site = null, occupation = null }: Fields,
): PreviewPage['hidden'] {
  const texts = { pass, shown, name, role, employer, comment, site, occupation };
  return [
    ...Object.entries(texts).flatMap(([field, value]) =>
      value === null ? [] : [{ name: field, value: String(value) }],
    ),
    ...pledges.map((pledge) => ({ name: 'pledges', value: String(pledge) })),
  ];
}
