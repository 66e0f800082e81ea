import * as z from 'zod';
import { dayOf } from '../accounts/account/words.ts';
import type { DemandStatus, PublishedLetter } from '../../letters/letter.ts';
import { isVisible } from '../../protocol/visible.ts';
import { type FieldFault, faultsOf, typedLine, typedText, visibleLine } from '../../web/typed.ts';

/** What a form held: each field's text by its name. */
export type Typed = Record<string, string>;
export type Read<Value> = { value: Value } | { faults: FieldFault[] };

/** What a form is read against. */
export interface Terms {
  letter: Pick<PublishedLetter, 'demands' | 'openedAt'>;
  now: number;
}

const HOUR = 3_600_000;
const FILL_IN = 'site.typed.missing';
const LONGEST_ANSWER = 50_000;

export const statuses: DemandStatus[] = ['open', 'met', 'partly met', 'refused'];

const requiredLine = (max: number) => visibleLine(max).refine(isVisible, FILL_IN);
const requiredText = (max: number) => typedText(max).refine(isVisible, FILL_IN);

/** A day that has begun somewhere on earth. */
const pastDay = (now: number) =>
  z.iso.date('answering.fault.day').refine((day) => Date.parse(day) <= now + 14 * HOUR, 'answering.fault.future');

/** Where it can be read. It is shown as a link, and nobody here opens it. */
const source = typedLine(2_000)
  .refine(
    (text) => text === '' || z.url({ protocol: /^https?$/ }).safeParse(text).success,
    'answering.fault.web-address',
  )
  .transform((text) => text || null);

export interface ReadDelivery {
  day: string;
  to: string;
  how: string;
}

export function readDelivery(typed: Typed, { letter, now }: Terms): Read<ReadDelivery> {
  const opened = dayOf(letter.openedAt);
  const form = z.object({
    'delivery-day': pastDay(now).refine((day) => day >= opened, 'answering.fault.too-early'),
    'delivery-to': requiredLine(200),
    'delivery-how': requiredLine(200),
  });
  return readAs(form, typed, (read) => ({
    day: read['delivery-day'],
    to: read['delivery-to'],
    how: read['delivery-how'],
  }));
}

/** The address that one mail goes to, as it was typed; undefined where it is none. */
export function readMailTo(typed: string): string | undefined {
  const read = z.email().max(254).safeParse(typed.trim());
  return read.success ? read.data : undefined;
}

export function readResponse(typed: Typed, { letter, now }: Terms) {
  const form = z.object({
    'response-from': requiredLine(200),
    'response-day': pastDay(now),
    'response-source': source,
    'response-text': requiredText(LONGEST_ANSWER),
  });
  return readAs(form, typed, (read) => ({
    from: read['response-from'],
    day: read['response-day'],
    source: read['response-source'],
    text: read['response-text'],
    demands: letter.demands.filter((_, i) => (typed[responseDemand(i + 1)] ?? '') !== '').map(({ text }) => text),
  }));
}

/** The name of the box that says whether a response answers this demand. */
export const responseDemand = (number: number): string => `response-demand-${number}`;

/** What a list of choices sends for a demand, whatever it says. */
export const demandName = (number: number): string => `Demand ${number}`;

export function readMark(typed: Typed, { letter, now }: Terms) {
  const names = letter.demands.map((_, i) => demandName(i + 1));
  const form = z
    .object({
      'mark-demand': z.enum(names, 'answering.fault.demand'),
      'mark-status': z.enum(statuses, 'answering.fault.status'),
      'mark-day': pastDay(now),
      'mark-source': source,
      'mark-note': typedLine(500).transform((text) => text || null),
    })
    .refine((read) => read['mark-status'] === 'open' || read['mark-source'] !== null || read['mark-note'] !== null, {
      path: ['mark-source'],
      message: 'answering.fault.how-known',
    });
  return readAs(form, typed, (read) => ({
    demand: letter.demands[names.indexOf(read['mark-demand'])]!.text,
    status: read['mark-status'],
    day: read['mark-day'],
    source: read['mark-source'],
    note: read['mark-note'],
  }));
}

export function readUpdate(typed: Typed) {
  const form = z.object({ 'update-title': requiredLine(200), 'update-body': requiredText(20_000) });
  return readAs(form, typed, (read) => ({ title: read['update-title'], body: read['update-body'] }));
}

export function readCorrection(typed: Typed) {
  const form = z.object({ 'correction-text': requiredText(2_000) });
  return readAs(form, typed, (read) => ({ text: read['correction-text'] }));
}

function readAs<Given, Value>(form: z.ZodType<Given>, typed: Typed, name: (read: Given) => Value): Read<Value> {
  const read = form.safeParse(typed);
  return read.success ? { value: name(read.data) } : { faults: faultsOf(read.error) };
}
