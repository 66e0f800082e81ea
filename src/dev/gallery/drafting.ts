import { colleaguesPages } from '../../organizing/colleagues/pages.ts';
import { writeDescriptor } from '../../organizing/colleagues/opened-draft.ts';
import { rankable, setOf } from '../../organizing/colleagues/ranking.ts';
import { readingPages } from '../../organizing/colleagues/reading-pages.ts';
import { publishedPage } from '../../organizing/drafting/amending-pages.ts';
import { emptyContent, itemOf, type Content } from '../../organizing/drafting/content.ts';
import { evidencePages } from '../../organizing/drafting/evidence/pages.ts';
import { historyPages } from '../../organizing/drafting/history/pages.ts';
import { importPages } from '../../organizing/drafting/import-pages.ts';
import { contentOf } from '../../organizing/drafting/letter-of.ts';
import { openedAs } from '../../organizing/drafting/opened-as.ts';
import { draftingPages } from '../../organizing/drafting/pages.ts';
import { layOut } from '../../organizing/drafting/remarks/laid-out.ts';
import { remarksPages } from '../../organizing/drafting/remarks/pages.ts';
import { piecesOf } from '../../organizing/drafting/remarks/piece.ts';
import type { Told } from '../../organizing/drafting/remarks/remark-view.ts';
import type { Remark } from '../../organizing/drafting/remarks/remark.ts';
import { toHex } from '../../protocol/bytes.ts';
import { large } from './letters.ts';
import { ADA, BEA, keeper } from './organizing.ts';
import { DAY, HOUR, type Items, NOW, PASS, type Stage, missing } from './stage.ts';

const letter = large();
const ID = toHex(letter.id);
const content = contentOf({ ...letter, status: 'open' }, newIds());
const source = itemOf('evidence', 'e1', {
  quotation: 'It follows whom you want.',
  link: 'https://halden.example/tool',
  copy: 'ab'.repeat(32),
  stored: '2026-05-12',
});
const withEvidence: Content = { ...content, lists: { ...content.lists, evidence: [source] } };
const before: Content = { ...content, texts: { ...content.texts, title: 'Tell us', salutation: '' } };
const uploads = new Map([['ab'.repeat(32), ['2026-05-12']]]);
const asked = { letter: ID, revision: 3, amends: null, opened: openedAs(content), openRemarks: 2, uploads };

function newIds(): () => string {
  let last = 0;
  return () => `i${(last += 1)}`;
}

const drafting = ({ organizers }: Stage) => draftingPages(organizers);
const history = ({ organizers }: Stage) => historyPages(organizers);
const reading = ({ frame }: Stage) => readingPages(frame, null);

const revision = (number: number) => ({ number, by: 'bea', at: NOW - number * HOUR, aside: number === 2 });

const [first, second] = piecesOf(content).filter(({ at }) => at === 'body') as [Remark['about'], Remark['about']];
const remark = (name: string, about: Remark['about'], more: Partial<Remark>): Remark => ({
  ...{ name, about, author: { by: 'organizer', name: 'bea', id: BEA.id, said: NOW - HOUR }, says: 'Who is we?' },
  ...{ instead: null, state: 'open', settledBy: null, answers: [] },
  ...more,
});
const remarks = [
  remark('r1', first, { answers: [{ name: 'ada', said: NOW, says: 'All of us.' }] }),
  remark('r2', second, { says: '', instead: 'We want to be proud.' }),
  remark('r3', { ...second, text: 'Nothing of this stands there any more' }, { author: { by: 'colleague' } }),
];

function remarksPage(stage: Stage, told: Told): string {
  const settled = [remark('r4', first, { state: 'resolved', settledBy: 'ada' })];
  const looked = { ...layOut(piecesOf(content), remarks), settled, more: false };
  const others = {
    of: async () => [],
    action: (id: string, name: string) => `/organize/letters/${id}/remarks/${name}`,
  };
  return remarksPages(stage.organizers).remarks(
    { opened: openedDraftOfAda, role: 'keeper', looked, others, page: 'page' },
    told,
  );
}

const openedDraft = {
  ...{ letter: letter.id, publicId: letter.publicId, address: 'abcdefghjkmnpqrstvwxyz2345' },
  descriptor: writeDescriptor({ ...letter, status: 'open' }, new Uint8Array(16), new Uint8Array(422)),
  ...{ min: 10, every: 120, amends: null, releasedAt: NOW - DAY, closing: false },
};
const shown = { draft: openedDraft, content };
const placed = rankable(content).map((text, i) => ({ text, place: i + 1 }));
const written = {
  rows: [
    {
      ...{ pk: new Uint8Array(32), seq: 0, waiting: null, fresh: false },
      shown: JSON.stringify({ comment: 'Ask for a date.', ranking: null }),
    },
  ],
  orders: [{ set: setOf(rankable(content)), rankings: 12, placed }],
};

function colleagues(stage: Stage, isOpen: boolean): string {
  const open = isOpen ? { draft: openedDraft, content, written } : undefined;
  return colleaguesPages(
    stage.organizers,
    stage.baseUrl,
  )({
    ...{ member: keeper, title: letter.title, apart: false, open },
  });
}

const came = { base: '3', opened: '' };
const openedDraftOfAda = {
  ...{ organizer: ADA, letter: ID },
  writing: { letter: letter.id, revision: 3, content, amends: null },
};

export const draftingItems: Items = {
  'new letter': (stage) => drafting(stage).newLetter(ADA, { letterTitle: '', source: '', faults: [] }),
  'new letter, with a fault': (stage) =>
    drafting(stage).newLetter(ADA, { letterTitle: '', source: 'x', faults: [missing('source')] }),
  'draft, empty': (stage) => drafting(stage).letter(ADA, { ...asked, content: emptyContent(), openRemarks: 0 }),
  draft: (stage) => drafting(stage).letter(ADA, { ...asked, content: withEvidence }),
  'draft, written at once': (stage) =>
    drafting(stage).letter(ADA, {
      ...{ ...asked, content: withEvidence },
      conflicts: [{ kind: 'kept', at: 'demands.i3.text', by: 'mine' }],
    }),
  'draft, copy of elsewhere': (stage) =>
    drafting(stage).letter(ADA, { ...asked, content: withEvidence, uploads: new Map() }),
  'draft, copy of nowhere': (stage) =>
    drafting(stage).letter(ADA, { ...asked, content: withEvidence, unknown: [source] }),
  'draft, preview': (stage) => drafting(stage).preview(ADA, ID, content),
  'what the guard looks for': (stage) => drafting(stage).guardHelp(ADA),
  'draft, published': ({ organizers }) => publishedPage(organizers)(ADA, ID, letter, { open: true, writtenHere: true }),
  'bringing a file in': ({ organizers }) =>
    importPages(organizers)(openedDraftOfAda, { ...came, source: '', faults: [] }),
  'bringing a file in, with a fault': ({ organizers }) =>
    importPages(organizers)(openedDraftOfAda, { ...came, source: 'x', faults: [missing('source')] }),
  'copy of a source': ({ organizers }) => evidencePages(organizers).copy(ADA, ID, source, { ...came, fault: null }),
  'copy of a source, with a fault': ({ organizers }) =>
    evidencePages(organizers).copy(ADA, ID, source, { ...came, fault: 'site.typed.missing' }),
  history: (stage) => history(stage).history(ADA, ID, letter.title, [revision(3), revision(2), revision(1)], 1),
  'state of a draft': (stage) =>
    history(stage).revision(ADA, ID, { ...revision(3), content, before }, { stands: false, isOver: false }),
  remarks: (stage) => remarksPage(stage, { on: 'body.1' }),
  'remarks, with a fault': (stage) =>
    remarksPage(stage, { on: 'body.1', faults: [missing('says')], lost: { says: 'Who?', instead: '' } }),
  'asking colleagues': (stage) => colleagues(stage, false),
  'asking colleagues, open': (stage) => colleagues(stage, true),
  'draft for colleagues': (stage) => reading(stage).read(shown),
  'draft for colleagues, with a fault': (stage) => reading(stage).read(shown, 'x', 'site.typed.missing'),
  'draft for colleagues, the code': (stage) => reading(stage).code(shown, 'ticket', { status: 'waiting' }),
  'draft for colleagues, the pass': (stage) => reading(stage).pass(shown, PASS),
  'draft for colleagues, words': (stage) =>
    reading(stage).words(shown, { form: {}, faults: [missing('comment')], keepsPass: false }),
  'draft for colleagues, done': (stage) => reading(stage).done(shown, { repeated: false, tookBack: false }),
};
