import { paths } from '../../paths.ts';
import { renderNews } from '../../letters/markdown.ts';
import { toHex } from '../../protocol/bytes.ts';
import { page } from '../../web/render.ts';
import type { SafeHtml } from '../../web/safe-html.ts';
import type { FieldFault } from '../../web/typed.ts';
import { dayOf } from '../accounts/account/words.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Stand } from './desk.ts';
import { type FieldView, copyField, fieldsFor } from './fields.ts';
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
  respond: { action: string; fields: FieldView[]; demands: { name: string; label: string; chosen: boolean }[] };
  mark: { action: string; demands: { label: string; text: string; status: string }[]; fields: FieldView[] } | null;
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
  answers(stand: Stand, now: number, { typed = {}, faults = [], said = null }: Given = {}): string {
    const { keeper, letter, answers, second } = stand;
    const id = toHex(letter.id);
    const title = `${faults.length > 0 ? 'Error: ' : ''}Delivery and answers: ${letter.title}`;
    return answersPage({
      ...frame(keeper.organizer, { title }),
      ...{ letterTitle: letter.title, back: paths.organize(), faults, said, second },
      ...{ publicPath: paths.letter(letter.address), decisionsPath: paths.decisions(id), packetPath: paths.packet(id) },
      ...deliveryViews(stand, id, now, { typed, faults }),
      ...responseViews(stand, id, now, { typed, faults }),
      mark: markView(stand, id, now, { typed, faults }),
      updates: answers.updates.toReversed().map(({ at, title: heading }) => ({ day: dayOf(at), title: heading })),
      ...textViews(id, { typed, faults }),
    });
  },
  preview({ keeper, letter }: Stand, { title, body }: { title: string; body: string }): string {
    return updatePreview({
      ...frame(keeper.organizer, { title: `Before posting: ${title}` }),
      ...{ updateTitle: title, body: renderNews(body), action: paths.postUpdate(toHex(letter.id)) },
      hidden: [
        { name: 'update-title', value: title },
        { name: 'update-body', value: body },
      ],
    });
  },
});

type Held = Required<Pick<Given, 'typed' | 'faults'>>;

function deliveryViews({ letter, answers, second }: Stand, id: string, now: number, { typed, faults }: Held) {
  const field = fieldsFor(typed, faults);
  const isEnding = letter.endedAt !== null && letter.closedAt === null;
  const mayMail = !second || answers.deliveries.length > 0;
  const address = field('mail-to', 'Mail address of the addressee', {
    type: 'email',
    hint: 'Used for this one mail, and stored nowhere.',
  });
  const to = letter.to.map(({ name }) => name).join(', ');
  return {
    mail: mayMail ? { action: paths.mailPacket(id), fields: [address] } : null,
    deliveries: answers.deliveries.map(({ day, to: whom, how }) => ({ day, to: whom, how })),
    deliver: isEnding
      ? null
      : {
          action: paths.deliver(id),
          fields: [
            field('delivery-day', 'Day', { type: 'date', usual: dayOf(now) }),
            field('delivery-to', 'To whom', { usual: to }),
            field('delivery-how', 'How', { hint: 'For example: by mail, on paper at the head office.' }),
          ],
        },
  };
}

function responseViews({ letter, answers }: Stand, id: string, now: number, { typed, faults }: Held) {
  const field = fieldsFor(typed, faults);
  return {
    responses: answers.responses.toReversed().map((response) => ({
      ...{ from: response.from, day: response.day },
      copy: response.copy === null ? null : { hash: response.copy, path: paths.answerCopy(id, response.copy) },
      upload: response.copy === null ? uploadView(id, response.id, faults) : null,
    })),
    respond: {
      action: paths.recordResponse(id),
      fields: [
        field('response-from', 'From whom', { hint: 'As they signed it, with their role.' }),
        field('response-day', 'Day', { type: 'date', usual: dayOf(now) }),
        field('response-source', 'Where it can be read', {
          type: 'url',
          hint: 'A web address, if there is one. We never open it; keep a copy of your own below.',
        }),
        field('response-text', 'What they answered, word for word', { rows: 8 }),
      ],
      demands: letter.demands.map(({ text }, i) => ({
        name: responseDemand(i + 1),
        label: `${demandName(i + 1)}: ${text}`,
        chosen: (typed[responseDemand(i + 1)] ?? '') !== '',
      })),
    },
  };
}

function uploadView(id: string, response: number, faults: FieldFault[]) {
  const field = copyField(response);
  const fault = faults.find((one) => one.field === field)?.message ?? null;
  return { action: paths.responseCopy(id, String(response)), field, fault };
}

function markView({ letter }: Stand, id: string, now: number, { typed, faults }: Held) {
  if (letter.demands.length === 0) return null;
  const field = fieldsFor(typed, faults);
  return {
    action: paths.markDemand(id),
    demands: letter.demands.map(({ text, status }, i) => ({ label: demandName(i + 1), text, status })),
    fields: [
      field('mark-demand', 'Which demand', { options: letter.demands.map((_, i) => demandName(i + 1)) }),
      field('mark-status', 'What became of it', { options: statuses }),
      field('mark-day', 'Since which day', { type: 'date', usual: dayOf(now) }),
      field('mark-source', 'Where it can be read', { type: 'url', hint: 'A web address. We never open it.' }),
      field('mark-note', 'Note', { hint: 'One line, for the public to read.' }),
    ],
  };
}

function textViews(id: string, { typed, faults }: Held) {
  const field = fieldsFor(typed, faults);
  const words = 'What was wrong, and what is right';
  return {
    update: {
      action: paths.postUpdate(id),
      fields: [
        field('update-title', 'Title'),
        field('update-body', 'Text', { rows: 8, hint: 'Markdown: *emphasis*, lists, links.' }),
      ],
    },
    correct: { action: paths.correct(id), fields: [field('correction-text', words, { rows: 4 })] },
  };
}
