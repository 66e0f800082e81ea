import { createHash } from 'node:crypto';
import { domainsOf } from '../../letters/host.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import { mayActAs } from '../accounts/organizer.ts';
import { titled } from '../../web/titled.ts';
import type { Membership } from '../accounts/signed-in.ts';
import type { Content } from '../drafting/content.ts';
import { type Order, type Written, commentsIn, countOf } from './batch.ts';
import { type OpenedDraft, readDescriptor } from './opened-draft.ts';
import { rankable, setOf } from './ranking.ts';

interface OrderView {
  rankings: number;
  places: { place: number; text: string }[];
}

interface ColleaguesPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  action: string;
  faults: FieldFault[];
  isKeeper: boolean;
  /** Where passes cannot be made. */
  apart: boolean;
  opened: {
    link: string;
    domains: string;
    min: number;
    minutes: number;
    count: number;
    comments: string[];
    canRank: boolean;
    order: OrderView | null;
    earlier: OrderView[];
  } | null;
}

const colleaguesPage = page<ColleaguesPage>('organizing/colleagues');

/** What the page shows of a draft that is open. */
export interface OpenView {
  draft: OpenedDraft;
  content: Content;
  written: { rows: Written[]; orders: Order[] };
}

export interface ColleaguesView {
  member: Membership;
  /** Null where it has none yet. */
  title: string | null;
  apart: boolean;
  open: OpenView | undefined;
  fault?: FieldFault;
}

/** For those who write the letter: the link, and what colleagues wrote. Nothing of who did. */
export const colleaguesPages =
  (frame: OrganizerFrame, baseUrl: string) =>
  ({ member, title, apart, open, fault }: ColleaguesView): string => {
    const id = toHex(member.letter);
    const letter = title ?? frame.words.say('accounts.new-letter');
    return colleaguesPage({
      ...frame(member.organizer, { title: titled(frame.words, 'colleagues.title-of', fault, { letter }) }),
      ...{ letterTitle: letter, back: paths.organizeLetter(id), action: paths.colleagues(id), apart },
      ...{ faults: fault ? [fault] : [], isKeeper: mayActAs(member.role, 'keeper') },
      opened: open ? openedView(open, baseUrl) : null,
    });
  };

function openedView({ draft, content, written }: OpenView, baseUrl: string): ColleaguesPage['opened'] {
  const demands = rankable(content);
  const set = setOf(demands);
  const own = written.orders.find((order) => order.set === set);
  return {
    link: baseUrl + paths.readDraft(draft.address),
    domains: domainsOf(readDescriptor(draft).employers),
    ...{ min: draft.min, minutes: Math.ceil(draft.every / 60) },
    count: countOf(written.rows),
    comments: commentsIn(written.rows, sha256),
    canRank: demands.length > 1,
    order: own ? orderView(own) : null,
    earlier: written.orders.filter((order) => order !== own).map(orderView),
  };
}

const orderView = ({ rankings, placed }: Order): OrderView => ({ rankings, places: placed });

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
