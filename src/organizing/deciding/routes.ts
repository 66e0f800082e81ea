import { type Request, type Response, Router } from 'express';
import { type Letter, isPublished } from '../../letters/letter.ts';
import type { LetterStore } from '../../letters/store.ts';
import { paths } from '../../paths.ts';
import { type Bytes, equalBytes, toHex } from '../../protocol/bytes.ts';
import { problem } from '../../web/errors.ts';
import type { Board } from '../../signing/board.ts';
import { formField, formOf } from '../../web/forms.ts';
import type { FieldFault } from '../../web/typed.ts';
import { said } from '../../web/words.ts';
import type { BoardWorld } from '../../world.ts';
import type { MembersStore } from '../accounts/members/store.ts';
import { inEachLanguage } from '../../web/frame.ts';
import type { OrganizerFrames } from '../accounts/organizer-frame.ts';
import { type Membership, asMember, letterIn } from '../accounts/signed-in.ts';
import type { Content } from '../drafting/content.ts';
import type { Desk } from '../drafting/desk.ts';
import type { Deciding, Decision } from './deciding.ts';
import { OUTDATED } from './deeds.ts';
import { type Given, type Stand, decisionPages } from './pages.ts';
import { type Deed, type Proposal, deeds } from './proposal.ts';
import { type UnderWork, type Waiting, isOutdated, textNow } from './waiting.ts';

const LONGEST_NOTE = 1_000;
const SHORT = 3;

/** Everything that is looked at where something is decided. */
export interface Table {
  letters: LetterStore;
  desk: Desk;
  members: MembersStore;
  deciding: Deciding;
  board: Board;
}

/** Publish, open, close, remove: asked for by one keeper, confirmed by another where there is one. */
export function decidingRoutes(world: BoardWorld, table: Table, frames: OrganizerFrames): Router {
  const { members, deciding, desk } = table;
  const page = inEachLanguage(frames, decisionPages);
  const standOf = standing(world, table);
  const router = Router();
  const id = ':id';

  router.get(paths.decisions(id), async (req, res) => {
    res.send(page(req)(await standOf(await asMember(members, req, 'writer')), {}));
  });

  router.post(paths.decisions(id), async (req, res) => {
    const keeper = await asMember(members, req, 'keeper');
    const read = readDeed(req);
    const sent = { note: formField(req, 'note'), status: formField(req, 'status'), ...chosenIn(req) };
    if ('fault' in read) return show(res, keeper, 422, { ...sent, fault: read.fault });
    const instead = letterIn(formField(req, 'instead'));
    const decision = await deciding.ask(keeper, read.deed, read.detail, world.now(), instead);
    await tell(res, keeper, decision, read.deed, { ...sent, note: '', revision: read.detail['revision'] });
  });

  router.post(paths.decision(id, ':proposal'), async (req, res) => {
    const keeper = await asMember(members, req, 'keeper');
    const proposal = await proposalIn(req, deciding, keeper);
    const confirms = formField(req, 'do') === 'confirm';
    const decision = confirms
      ? await deciding.confirm(keeper, proposal, world.now())
      : await deciding.refuse(keeper, proposal, world.now());
    await tell(res, keeper, decision, proposal.deed);
  });

  return router;

  async function tell(
    res: Response,
    keeper: Membership,
    decision: Decision,
    deed: Deed,
    sent: Given & { revision?: string | undefined } = {},
  ): Promise<void> {
    // who confirmed their own removal finds no such letter any more
    const stays = await members.roleOf(keeper.letter, keeper.organizer.id);
    if (typeof decision === 'string')
      res.redirect(303, stays ? paths.decisions(toHex(keeper.letter)) : paths.organize());
    else {
      const read = decision.refused === OUTDATED ? await contentAt(desk, keeper.letter, sent.revision) : null;
      await show(res, keeper, 409, { ...sent, read, fault: { field: deed, message: decision.refused } });
    }
  }

  async function show(res: Response, keeper: Membership, status: number, given: Given): Promise<void> {
    res.status(status).send(page(res.req)(await standOf(keeper), given));
  }
}

/** Gathers what the page shows of a letter. */
function standing({ now, config }: BoardWorld, { letters, desk, members, deciding, board }: Table) {
  return async (keeper: Membership): Promise<Stand> => {
    const letter = await letters.byId(keeper.letter);
    const writing = await desk.underWork(letter, keeper.letter);
    const faults = writing ? await desk.faultsOf(keeper.letter, writing.content) : [];
    const is = { letter, writing, isWhole: faults.length === 0 };
    return {
      ...{ keeper, letter, writing, baseUrl: config.baseUrl },
      missing: faults,
      members: await members.of(keeper.letter),
      proposals: await Promise.all(
        (await deciding.store.waiting(keeper.letter, now())).map((proposal) => withChanges(desk, proposal, is)),
      ),
      reached: letter ? await isReached(board, letter) : null,
    };
  };
}

async function withChanges(desk: Desk, proposal: Proposal, is: UnderWork): Promise<Waiting> {
  if (!isOutdated(proposal, is)) return { proposal, changed: null };
  const before = await contentAt(desk, proposal.letter, proposal.detail['revision']);
  return { proposal, changed: { before, now: textNow(is) } };
}

/** The text at a state; null where it is not kept, or never was. */
async function contentAt({ store }: Desk, letter: Bytes, revision = ''): Promise<Content | null> {
  if (!/^\d{1,9}$/.test(revision)) return null;
  return (await store.revision(letter, Number(revision)))?.content ?? null;
}

async function proposalIn(req: Request, { store }: Deciding, { letter }: Membership): Promise<Proposal> {
  const named = letterIn(req.params['proposal']);
  const found = named && (await store.find(named));
  if (found && equalBytes(found.letter, letter)) return found;
  throw problem(404, 'deciding.no-question.title', 'deciding.no-question.detail');
}

/** Whether as many signatures as its organizers wait for were released; the number itself is shown to nobody. */
async function isReached(board: Board, letter: Letter): Promise<boolean | null> {
  if (letter.status !== 'gathering' || letter.openAt === null || !isPublished(letter)) return null;
  return (await board.published(letter)).totals.total >= letter.openAt;
}

type ReadDeed = { deed: Deed; detail: Record<string, string> } | { fault: FieldFault };

function readDeed(req: Request): ReadDeed {
  // a delivery is asked for where it is described, among the answers
  const deed = deeds.find((one) => one === formField(req, 'deed') && one !== 'deliver');
  if (!deed) return { fault: { field: 'publish', message: 'deciding.fault.deed' } };
  if (deed === 'publish') return readPublishing(req);
  if (deed === 'amend') return readAmending(req);
  if (deed !== 'close' && deed !== 'remove') return { deed, detail: {} };
  if (formField(req, 'sure') !== 'yes') return { fault: { field: `sure-${deed}`, message: 'deciding.fault.sure' } };
  return deed === 'remove' ? readRemoving(req) : { deed, detail: {} };
}

/** Which demands are earlier ones in other words: the page asks for each that reads like none before. */
function readAmending(req: Request): ReadDeed {
  const chosen = [...(chosenIn(req).same ?? [])].filter(([, earlier]) => earlier !== '');
  const twice = chosen.find(([, earlier], i) => chosen.findIndex((other) => other[1] === earlier) < i);
  if (twice) return { fault: { field: `same-${twice[0]}`, message: 'deciding.fault.same' } };
  const same = chosen.map(([number, earlier]) => `${number}=${earlier}`).join(',');
  return { deed: 'amend', detail: { revision: formField(req, 'revision'), ...(same && { same }) } };
}

/** What was chosen for each demand; nothing where the form asks for nothing of the kind. */
function chosenIn(req: Request): Pick<Given, 'same'> {
  const names = Object.keys(formOf(req)).filter((name) => /^same-\d{1,2}$/.test(name));
  if (names.length === 0) return {};
  const chosen = (name: string): [number, string] => [
    Number(name.slice('same-'.length)),
    formField(req, name).slice(0, SHORT),
  ];
  return { same: new Map(names.map(chosen)) };
}

function readRemoving(req: Request): ReadDeed {
  const note = formField(req, 'note').trim();
  if (note === '') return { fault: { field: 'note', message: 'deciding.fault.why' } };
  if (note.length > LONGEST_NOTE)
    return { fault: { field: 'note', message: said('site.typed.too-long', { max: LONGEST_NOTE }) } };
  return { deed: 'remove', detail: { note } };
}

function readPublishing(req: Request): ReadDeed {
  const status = (['gathering', 'open'] as const).find((one) => one === formField(req, 'status'));
  if (!status) return { fault: { field: 'status-open', message: 'deciding.fault.beginning' } };
  return { deed: 'publish', detail: { status, revision: formField(req, 'revision') } };
}
