import type { ChoiceField, ListField, TextField } from './content.ts';

/** How a field is asked for. */
export interface FieldWords {
  label: string;
  hint: string | null;
  /** Lines of a larger field; null for one line. */
  rows: number | null;
  type: 'text' | 'date' | 'url' | 'number';
  options?: string[];
}

const line = (label: string, hint: string | null = null, type: FieldWords['type'] = 'text'): FieldWords => ({
  ...{ label, hint, rows: null, type },
});
const area = (label: string, hint: string | null, rows: number): FieldWords => ({ label, hint, rows, type: 'text' });

export const textWords: Record<TextField, FieldWords> = {
  title: line('Title'),
  slug: line(
    'Address',
    'The end of its link: small letters, digits and hyphens. Left empty, it is made from the title.',
  ),
  salutation: line('Salutation', 'Such as “Dear Jo,”.'),
  body: area(
    'Body',
    'Markdown: a blank line between paragraphs, **strong**, *stressed*, > quoted, [^1] for a footnote. A line with only [demands] says where the demands stand; without it they follow the body.',
    18,
  ),
  closing: line('Closing', 'Such as “Sincerely,”.'),
  from: line('Collective signature', 'Who you are together, such as “Amazonians”.'),
  language: line('Language', 'Its tag, such as en or pt-BR.'),
  closes: line('Takes signatures until', 'The end of that day, UTC. Left empty, until you close it.', 'date'),
  openAt: line(
    'Offer to open it when so many have signed',
    'While it gathers first signatures, its keepers are told only whether so many have. It is not published.',
    'number',
  ),
  sealUntil: line(
    'Seal until so many have signed',
    'Until then nothing of any signature is shown. Left empty, it is not sealed.',
    'number',
  ),
  releaseMin: line(
    'Fewest signatures published together',
    'Left empty: 10, or 5 where fewer than 50 people work. Fewer would point at single people.',
    'number',
  ),
  releaseEvery: line('Seconds between two publications', 'At least so long the number stands still.', 'number'),
};

export const choiceWords: Record<ChoiceField, { label: string; hint: string | null }> = {
  named: { label: 'With their name', hint: null },
  byRole: { label: 'By their role alone', hint: null },
  anonymous: { label: 'Anonymously', hint: null },
  comments: { label: 'A signatory may write a comment', hint: 'Everybody can read it, after you have looked at it.' },
  rollCall: {
    label: 'Codes go to a staff list, and no mailbox is asked for',
    hint: 'For people without a mailbox at work. You hand out the codes.',
  },
  vouching: { label: 'Signatories may invite colleagues whose inbox is blocked', hint: 'They are counted apart.' },
  supporters: { label: 'People from outside may support it', hint: 'In a number of their own.' },
};

/** A list of the form: its heading, and what its items and their fields are called. */
export interface ListWords {
  heading: string;
  hint: string | null;
  one: string;
  fields: Record<string, FieldWords>;
}

export const listWords: Record<ListField, ListWords> = {
  to: {
    ...{ heading: 'Addressees', hint: null, one: 'addressee' },
    fields: { name: line('Name'), role: line('Role'), organization: line('Organization') },
  },
  demands: {
    ...{ heading: 'Demands', hint: 'What you ask for, in order. Few and plain ones are answered best.', one: 'demand' },
    fields: {
      text: area('What you ask for', null, 2),
      status: { ...line('Status'), options: ['open', 'met', 'partly met', 'refused'] },
    },
  },
  evidence: {
    heading: 'Evidence',
    hint: 'What you quote, and where it stands. A copy that you upload is kept with its SHA-256 and the day, so that a source that is changed later can still be shown. We never fetch a link ourselves.',
    one: 'piece of evidence',
    fields: {
      quotation: area('Quotation', null, 2),
      link: line('Link', null, 'url'),
      date: line('Date of the source', null, 'date'),
    },
  },
  employers: {
    heading: 'Employers',
    hint: 'Whoever has a mailbox at one of the domains can sign. A domain covers its subdomains.',
    one: 'employer',
    fields: {
      name: line('Name'),
      domains: line('Domains', 'With commas between them.'),
      headcount: line('Headcount', null, 'number'),
      headcountSource: line('Source of the headcount', 'A web address.', 'url'),
    },
  },
  pledges: {
    heading: 'Pledges',
    hint: 'What a signatory may add, in your words. They are counted, and never shown with a name.',
    one: 'pledge',
    fields: { text: line('Pledge') },
  },
  supporterPledges: {
    ...{ heading: 'Pledges of supporters', hint: 'For people from outside, where they may support the letter.' },
    one: 'supporters’ pledge',
    fields: { text: line('Pledge') },
  },
  organizations: {
    heading: 'Co-signing organizations',
    hint: 'Only those that agreed in writing.',
    one: 'organization',
    fields: { name: line('Name'), url: line('Web address', null, 'url') },
  },
};

/** What a place of the content is called: “Demand 2: what you ask for”. */
export function wordsFor(at: string, numberOf: (list: ListField, id: string) => number | undefined): string {
  const [name = '', id, field = ''] = at.split('.');
  if (name in textWords) return textWords[name as TextField].label;
  if (name in choiceWords) return choiceWords[name as ChoiceField].label;
  if (!(name in listWords)) return name;
  const { heading, one, fields } = listWords[name as ListField];
  if (id === undefined) return heading;
  const number = numberOf(name as ListField, id);
  const item = `${one[0]!.toUpperCase()}${one.slice(1)}${number === undefined ? '' : ` ${number}`}`;
  return fields[field] && Object.keys(fields).length > 1 ? `${item}: ${fields[field].label}` : item;
}
