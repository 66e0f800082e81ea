import type { Words } from '../../web/words.ts';
import type { ChoiceField, ListField, TextField } from './content.ts';

/** How a field is asked for, in sayings. */
export interface FieldWords {
  label: string;
  hint: string | null;
  /** Lines of a larger field; null for one line. */
  rows: number | null;
  type: 'text' | 'date' | 'url' | 'number';
  /** What can be chosen, each with what it is called. */
  options?: Record<string, string>;
}

const line = (label: string, hint: string | null = null, type: FieldWords['type'] = 'text'): FieldWords => ({
  ...{ label, hint, rows: null, type },
});
const area = (label: string, hint: string | null, rows: number): FieldWords => ({ label, hint, rows, type: 'text' });

export const textWords: Record<TextField, FieldWords> = {
  title: line('drafting.field.title'),
  slug: line('drafting.field.slug', 'drafting.field.slug-hint'),
  salutation: line('drafting.field.salutation', 'drafting.field.salutation-hint'),
  body: area('drafting.field.body', 'drafting.field.body-hint', 18),
  closing: line('drafting.field.closing', 'drafting.field.closing-hint'),
  from: line('drafting.field.from', 'drafting.field.from-hint'),
  language: line('drafting.field.language', 'drafting.field.language-hint'),
  closes: line('drafting.field.closes', 'drafting.field.closes-hint', 'date'),
  openAt: line('drafting.field.open-at', 'drafting.field.open-at-hint', 'number'),
  sealUntil: line('drafting.field.seal-until', 'drafting.field.seal-until-hint', 'number'),
  releaseMin: line('drafting.field.release-min', 'drafting.field.release-min-hint', 'number'),
  releaseEvery: line('drafting.field.release-every', 'drafting.field.release-every-hint', 'number'),
};

export const choiceWords: Record<ChoiceField, { label: string; hint: string | null }> = {
  named: { label: 'drafting.choice.named', hint: null },
  byRole: { label: 'drafting.choice.by-role', hint: null },
  anonymous: { label: 'drafting.choice.anonymous', hint: null },
  comments: { label: 'drafting.choice.comments', hint: 'drafting.choice.comments-hint' },
  rollCall: { label: 'drafting.choice.roll-call', hint: 'drafting.choice.roll-call-hint' },
  vouching: { label: 'drafting.choice.vouching', hint: 'drafting.choice.vouching-hint' },
  supporters: { label: 'drafting.choice.supporters', hint: 'drafting.choice.supporters-hint' },
};

/** What became of a demand. */
export const statusWords: Record<string, string> = {
  open: 'drafting.status.open',
  met: 'drafting.status.met',
  'partly met': 'drafting.status.partly-met',
  refused: 'drafting.status.refused',
};

/** A list of the form: its heading, and what its items and their fields are called. */
export interface ListWords {
  heading: string;
  hint: string | null;
  /** An item by its `number`. */
  item: string;
  add: string;
  fields: Record<string, FieldWords>;
}

export const listWords: Record<ListField, ListWords> = {
  to: {
    ...{ heading: 'drafting.to.heading', hint: null, item: 'drafting.to.item', add: 'drafting.to.add' },
    fields: {
      ...{ name: line('drafting.field.name'), role: line('drafting.field.role') },
      organization: line('drafting.field.organization'),
    },
  },
  demands: {
    ...{ heading: 'drafting.demands.heading', hint: 'drafting.demands.hint' },
    ...{ item: 'drafting.demands.item', add: 'drafting.demands.add' },
    fields: {
      text: area('drafting.field.demand', null, 2),
      status: { ...line('drafting.field.status'), options: statusWords },
    },
  },
  evidence: {
    ...{ heading: 'drafting.evidence.heading', hint: 'drafting.evidence.hint' },
    ...{ item: 'drafting.evidence.item', add: 'drafting.evidence.add' },
    fields: {
      quotation: area('drafting.field.quotation', null, 2),
      link: line('drafting.field.link', null, 'url'),
      date: line('drafting.field.source-date', null, 'date'),
    },
  },
  employers: {
    ...{ heading: 'drafting.employers.heading', hint: 'drafting.employers.hint' },
    ...{ item: 'drafting.employers.item', add: 'drafting.employers.add' },
    fields: {
      name: line('drafting.field.name'),
      domains: line('drafting.field.domains', 'drafting.field.domains-hint'),
      headcount: line('drafting.field.headcount', null, 'number'),
      headcountSource: line('drafting.field.headcount-source', 'drafting.field.headcount-source-hint', 'url'),
    },
  },
  pledges: {
    ...{ heading: 'drafting.pledges.heading', hint: 'drafting.pledges.hint' },
    ...{ item: 'drafting.pledges.item', add: 'drafting.pledges.add' },
    fields: { text: line('drafting.field.pledge') },
  },
  sites: {
    ...{ heading: 'drafting.sites.heading', hint: 'drafting.sites.hint' },
    ...{ item: 'drafting.sites.item', add: 'drafting.sites.add' },
    fields: { text: line('drafting.field.site') },
  },
  roles: {
    ...{ heading: 'drafting.roles.heading', hint: 'drafting.roles.hint' },
    ...{ item: 'drafting.roles.item', add: 'drafting.roles.add' },
    fields: { text: line('drafting.field.work') },
  },
  supporterPledges: {
    ...{ heading: 'drafting.supporter-pledges.heading', hint: 'drafting.supporter-pledges.hint' },
    ...{ item: 'drafting.supporter-pledges.item', add: 'drafting.supporter-pledges.add' },
    fields: { text: line('drafting.field.pledge') },
  },
  organizations: {
    ...{ heading: 'drafting.organizations.heading', hint: 'drafting.organizations.hint' },
    ...{ item: 'drafting.organizations.item', add: 'drafting.organizations.add' },
    fields: { name: line('drafting.field.name'), url: line('drafting.field.url', null, 'url') },
  },
};

/** “Demand 2”, or “Demand” for one that is not there any more. */
export const itemWords = (words: Words, list: ListField, number: number | undefined): string =>
  words.say(listWords[list].item, { number: number ?? '' }).trim();

/** What a place of the content is called: “Demand 2: what you ask for”. */
export function wordsFor(
  words: Words,
  at: string,
  numberOf: (list: ListField, id: string) => number | undefined,
): string {
  const [name = '', id, field = ''] = at.split('.');
  if (name in textWords) return words.say(textWords[name as TextField].label);
  if (name in choiceWords) return words.say(choiceWords[name as ChoiceField].label);
  if (!(name in listWords)) return name;
  const { heading, fields } = listWords[name as ListField];
  if (id === undefined) return words.say(heading);
  const item = itemWords(words, name as ListField, numberOf(name as ListField, id));
  const asked = fields[field];
  if (!asked || Object.keys(fields).length === 1) return item;
  return words.say('drafting.place.field', { item, field: words.say(asked.label) });
}
