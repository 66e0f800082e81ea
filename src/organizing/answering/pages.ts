import { paths } from '../../paths.ts';
import { renderNews } from '../../letters/markdown.ts';
import { toHex } from '../../protocol/bytes.ts';
import { page } from '../../web/render.ts';
import type { SafeHtml } from '../../web/safe-html.ts';
import type { FieldFault } from '../../web/typed.ts';
import { type Words, said } from '../../web/words.ts';
import type { DemandStatus } from '../../letters/letter.ts';
import { dayOf } from '../accounts/account/words.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Stand } from './desk.ts';
import { type FieldView, type Option, copyField, fieldsFor } from './fields.ts';
import { type Typed, demandName, responseDemand, statuses } from './form.ts';

interface AnswersPage extends OrganizeFrame {
  letterTitle: string;
  back: string;
  publicPath: string;
  decisionsPath: string;
  faults: FieldFault[];
  said: string | null;
  packetPath: string;
  second: boolean;
  mail: { action: string; fields: FieldView[] } | null;
  deliveries: { day: string; to: string; how: string }[];
  deliver: { action: string; fields: FieldView[] } | null;
  responses: {
    from: string;
    day: string;
    copy: { hash: string; path: string } | null;
    upload: { action: string; field: string; fault: string | null } | null;
  }[];
  respond: {
    action: string;
    fields: FieldView[];
    demands: { name: string; number: string; text: string; chosen: boolean }[];
  };
  mark: { action: string; demands: { number: string; text: string; status: string }[]; fields: FieldView[] } | null;
  update: { action: string; fields: FieldView[] };
  updates: { day: string; title: string }[];
  correct: { action: string; fields: FieldView[] };
}

interface UpdatePreviewPage extends OrganizeFrame {
  updateTitle: string;
  body: SafeHtml;
  action: string;
  hidden: { name: string; value: string }[];
}

const answersPage = page<AnswersPage>('organizing/answers');
const updatePreview = page<UpdatePreviewPage>('organizing/update-preview');

/** What the page shows beside the letter itself: what was typed, what is wrong with it, what was done just now. */
export interface Given {
  typed?: Typed;
  faults?: FieldFault[];
  said?: string | null;
}

export type AnsweringPages = ReturnType<typeof answeringPages>;

export const answeringPages = (frame: OrganizerFrame) => ({
  answers(stand: Stand, now: number, { typed = {}, faults = [], said: told = null }: Given = {}): string {
    const { keeper, letter, answers, second } = stand;
    const id = toHex(letter.id);
    const { words } = frame;
    const title = words.say('answering.title', { letter: letter.title });
    const held = { typed, faults, words };
    const [delivery, response] = [deliveryViews(stand, id, now, held), responseViews(stand, id, now, held)];
    const [mark, texts] = [markView(stand, id, now, held), textViews(id, held)];
    const forms = [delivery.mail, delivery.deliver, response.respond, mark, texts.update, texts.correct];
    const fields = forms.flatMap((form) => form?.fields ?? []);
    return answersPage({
      ...frame(keeper.organizer, { title: faults.length > 0 ? words.say('site.error.prefix', { title }) : title }),
      ...{ letterTitle: letter.title, back: paths.organize(), said: told, second },
      faults: faults.map((fault) => naming(words, fields, fault)),
      ...{ publicPath: paths.letter(letter.address), decisionsPath: paths.decisions(id), packetPath: paths.packet(id) },
      ...{ ...delivery, ...response, mark },
      updates: answers.updates.toReversed().map(({ at, title: heading }) => ({ day: words.date(at), title: heading })),
      ...texts,
    });
  },
  preview({ keeper, letter }: Stand, { title, body }: { title: string; body: string }): string {
    return updatePreview({
      ...frame(keeper.organizer, { title: frame.words.say('answering.preview.title', { update: title }) }),
      ...{ updateTitle: title, body: renderNews(body), action: paths.postUpdate(toHex(letter.id)) },
      hidden: [
        { name: 'update-title', value: title },
        { name: 'update-body', value: body },
      ],
    });
  },
});

/** Of the page's many fields, the list of faults says of which each is. */
function naming(words: Words, fields: FieldView[], { field, message }: FieldFault): FieldFault {
  const label = fields.find(({ name }) => name === field)?.label;
  if (label === undefined) return { field, message };
  return { field, message: words.say('drafting.place.field', { item: words.say(label), field: words.say(message) }) };
}

type Held = Required<Pick<Given, 'typed' | 'faults'>> & { words: Words };

function deliveryViews({ letter, answers, second }: Stand, id: string, now: number, { typed, faults, words }: Held) {
  const field = fieldsFor(typed, faults);
  const isEnding = letter.endedAt !== null && letter.closedAt === null;
  const mayMail = !second || answers.deliveries.length > 0;
  const address = field('mail-to', 'answering.mail.to', {
    type: 'email',
    hint: 'answering.mail.to-hint',
  });
  const to = letter.to.map(({ name }) => name).join(', ');
  return {
    mail: mayMail ? { action: paths.mailPacket(id), fields: [address] } : null,
    deliveries: answers.deliveries.map(({ day, to: whom, how }) => ({ day: dateIn(words, day), to: whom, how })),
    deliver: isEnding
      ? null
      : {
          action: paths.deliver(id),
          fields: [
            field('delivery-day', 'answering.record.day', { type: 'date', usual: dayOf(now) }),
            field('delivery-to', 'answering.record.to', { usual: to }),
            field('delivery-how', 'answering.record.how', { hint: 'answering.record.how-hint' }),
          ],
        },
  };
}

function responseViews({ letter, answers }: Stand, id: string, now: number, { typed, faults, words }: Held) {
  const field = fieldsFor(typed, faults);
  return {
    responses: answers.responses.toReversed().map((response) => ({
      ...{ from: response.from, day: dateIn(words, response.day) },
      copy: response.copy === null ? null : { hash: response.copy, path: paths.answerCopy(id, response.copy) },
      upload: response.copy === null ? uploadView(id, response.id, faults) : null,
    })),
    respond: {
      action: paths.recordResponse(id),
      fields: [
        field('response-from', 'answering.respond.from', { hint: 'answering.respond.from-hint' }),
        field('response-day', 'answering.record.day', { type: 'date', usual: dayOf(now) }),
        field('response-source', 'answering.respond.source', { type: 'url', hint: 'answering.respond.source-hint' }),
        field('response-text', 'answering.respond.text', { rows: 8 }),
      ],
      demands: letter.demands.map(({ text }, i) => ({
        name: responseDemand(i + 1),
        ...{ number: words.number(i + 1), text },
        chosen: (typed[responseDemand(i + 1)] ?? '') !== '',
      })),
    },
  };
}

/** A day as it was written down, as this reader reads days. */
const dateIn = (words: Words, day: string): string => words.date(Date.parse(day));

function uploadView(id: string, response: number, faults: FieldFault[]) {
  const field = copyField(response);
  const fault = faults.find((one) => one.field === field)?.message ?? null;
  return { action: paths.responseCopy(id, String(response)), field, fault };
}

const STATUS: Record<DemandStatus, string> = {
  open: 'answering.status.open',
  met: 'answering.status.met',
  'partly met': 'answering.status.partly-met',
  refused: 'answering.status.refused',
};

function markView({ letter }: Stand, id: string, now: number, { typed, faults, words }: Held) {
  if (letter.demands.length === 0) return null;
  const field = fieldsFor(typed, faults);
  return {
    action: paths.markDemand(id),
    demands: letter.demands.map(({ text, status }, i) => ({
      ...{ number: words.number(i + 1), text, status: STATUS[status] },
    })),
    fields: [
      field('mark-demand', 'answering.mark.demand', {
        options: letter.demands.map((_, i) => demandOption(i + 1, words)),
      }),
      field('mark-status', 'answering.mark.status', {
        options: statuses.map((status) => ({ value: status, words: STATUS[status] })),
      }),
      field('mark-day', 'answering.mark.day', { type: 'date', usual: dayOf(now) }),
      field('mark-source', 'answering.mark.source', { type: 'url', hint: 'answering.mark.source-hint' }),
      field('mark-note', 'answering.mark.note', { hint: 'answering.mark.note-hint' }),
    ],
  };
}

const demandOption = (number: number, words: Words): Option => ({
  value: demandName(number),
  words: said('answering.demand', { number: words.number(number) }),
});

function textViews(id: string, { typed, faults }: Held) {
  const field = fieldsFor(typed, faults);
  return {
    update: {
      action: paths.postUpdate(id),
      fields: [
        field('update-title', 'answering.update.title'),
        field('update-body', 'answering.update.body', { rows: 8, hint: 'answering.update.body-hint' }),
      ],
    },
    correct: {
      action: paths.correct(id),
      fields: [field('correction-text', 'answering.correction.text', { rows: 4 })],
    },
  };
}
