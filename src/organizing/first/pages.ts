import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { MOST_FIRST } from '../../signing/first/first.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import { choiceOf } from './choice.ts';
import type { FirstTable, Kept, SeenNamed } from './desk.ts';

interface PersonView {
  name: string;
  role: string | null;
  employer: string | null;
}

interface FirstPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  faults: FieldFault[];
  most: number;
  action: string;
  /** `up` and `down` are the places to which its buttons lead; null at the ends. */
  first: (PersonView & { action: string; up: string | null; down: string | null })[];
  isFull: boolean;
  query: string;
  others: (PersonView & { id: string; choice: string; chosen: boolean })[];
  more: boolean;
  agreed: boolean;
  engines: { action: string; listed: boolean };
}

const firstPage = page<FirstPage>('organizing/first');

/** What a keeper typed: words to search for, whom they chose, and that it was agreed. */
export interface TypedChoice {
  query: string;
  entry: string;
  agreed: boolean;
}

export const firstPages =
  (frame: OrganizerFrame) =>
  ({ keeper, letter }: Kept, table: FirstTable, typed: TypedChoice, fault: FieldFault | undefined): string => {
    const id = toHex(letter.id);
    const named = frame.words.say('first.title', { title: letter.title });
    return firstPage({
      ...frame(keeper.organizer, { title: fault ? frame.words.say('site.error.prefix', { title: named }) : named }),
      ...{ letterTitle: letter.title, back: paths.organize(), faults: fault ? [fault] : [], most: MOST_FIRST },
      ...{ action: paths.firstSignatories(id), query: typed.query, agreed: typed.agreed },
      first: table.first.map((one, i) => ({
        ...personView(letter, one),
        action: paths.firstSignatory(id, String(one.position)),
        up: i === 0 ? null : String(i - 1),
        down: i === table.first.length - 1 ? null : String(i + 1),
      })),
      isFull: table.isFull,
      others: table.others.found.map((one, i) => ({
        ...personView(letter, one),
        ...{ id: `entry-${i + 1}`, choice: choiceOf(one), chosen: choiceOf(one) === typed.entry },
      })),
      more: table.others.more,
      engines: { action: paths.searchEngines(id), listed: table.namesAreListed },
    });
  };

const personView = ({ employers }: PublishedLetter, { name, role, employer }: SeenNamed): PersonView => ({
  ...{ name, role },
  employer: employers.length > 1 ? (employers[employer]?.name ?? null) : null,
});
