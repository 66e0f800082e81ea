import type { Letter } from '../../letters/letter.ts';
import { nameFor, ownName } from '../../letters/translations/language.ts';
import { type Translation, publicOf } from '../../letters/translations/translation.ts';
import { paths } from '../../paths.ts';
import { toHex } from '../../protocol/bytes.ts';
import { directionOf } from '../../web/languages.ts';
import { page } from '../../web/render.ts';
import type { FieldFault } from '../../web/typed.ts';
import { said } from '../../web/words.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import { titled } from '../../web/titled.ts';
import { type Translating, mayPublish } from './desk.ts';
import { type Typed, demandField } from './form.ts';

interface RowView {
  language: string;
  name: string;
  state: string;
  older: string | null;
  writePath: string;
  readPath: string | null;
  filePath: string;
  /** Null for writers. */
  removal: string | null;
}

interface TranslationsPage extends OrganizeFrame {
  letterTitle: string;
  letterLanguage: string;
  back: string;
  faults: FieldFault[];
  rows: RowView[];
  action: string;
  typed: string;
  fault: string | null;
}

/** A field with the words of the letter that it is for; null where the letter has none. */
interface FieldView {
  name: string;
  label: string;
  hint: string | null;
  original: string | null;
  value: string;
  rows: number | null;
  fault: string | null;
}

interface WritingPage extends OrganizeFrame {
  name: string;
  tag: string;
  writes: 'ltr' | 'rtl';
  original: { language: string; direction: 'ltr' | 'rtl' };
  back: string;
  faults: FieldFault[];
  saved: { name: string; value: string }[] | null;
  action: string;
  base: string;
  fields: FieldView[];
  state: string | null;
  publishes: boolean;
}

const translationsPage = page<TranslationsPage>('organizing/translations');
const writingPage = page<WritingPage>('organizing/translation');

export const translatingPages = (frame: OrganizerFrame) => ({
  list(at: Translating, typed = '', fault?: FieldFault): string {
    const { member, letter } = at;
    const id = toHex(letter.id);
    return translationsPage({
      ...frame(member.organizer, {
        title: titled(frame.words, 'translations.title', fault, { title: letter.title }),
      }),
      ...{ letterTitle: letter.title, letterLanguage: nameFor(frame.words.language, letter.language) },
      ...{ back: paths.organize(), faults: fault ? [fault] : [], action: paths.translations(id) },
      rows: newestOf(at.all).map((one) => rowView(at, id, one)),
      ...{ typed, fault: fault?.message ?? null },
    });
  },
  /** `saved` is what stands there now, where somebody else saved it meanwhile. */
  writing(
    at: Translating,
    language: string,
    typed: Typed,
    faults: FieldFault[] = [],
    saved: Typed | null = null,
  ): string {
    const { member, letter } = at;
    const id = toHex(letter.id);
    const [name, { title }] = [ownName(language), letter];
    return writingPage({
      ...frame(member.organizer, {
        title: titled(frame.words, 'translations.form.title', faults[0], { language: name, title }),
      }),
      ...{ name, tag: language, writes: directionOf(language), back: paths.translations(id), faults },
      original: { language: letter.language, direction: directionOf(letter.language) },
      saved: saved && fieldsOf(letter, saved, []).map(({ label, value }) => ({ name: label, value })),
      ...{ action: paths.writeTranslation(id, language), base: typed.base },
      fields: fieldsOf(letter, typed, faults),
      state: mayPublish(at) ? null : letter.publicId === null ? 'translations.state.draft' : 'translations.state.waits',
      publishes: mayPublish(at),
    });
  },
});

/** Of each language the newest, whether it is published or not. */
const newestOf = (all: Translation[]): Translation[] =>
  all.filter((one) => !all.some(({ language, version }) => language === one.language && version > one.version));

function rowView({ member, letter, all }: Translating, id: string, one: Translation): RowView {
  const { language, version, written, content } = one;
  const shown = publicOf(all).find((other) => other.language === language);
  const waiting = letter.publicId === null ? 'translations.state.draft' : 'translations.state.waits';
  const isPublic =
    shown && (content === null || written !== null) ? 'translations.state.changed' : 'translations.state.public';
  return {
    ...{ language, name: ownName(language), state: shown ? isPublic : waiting },
    older: version < letter.version ? said('translations.state.older', { version, latest: letter.version }) : null,
    writePath: paths.writeTranslation(id, language),
    readPath: shown ? paths.translation(letter.address, language) : null,
    filePath: paths.translationFile(id, language),
    removal: member.role === 'keeper' ? paths.removeTranslation(id, language) : null,
  };
}

function fieldsOf(letter: Letter, typed: Typed, faults: FieldFault[]): FieldView[] {
  const field = (name: string, label: string, value: string, original: string | null, rows: number | null = null) => ({
    ...{ name, label, value, original, rows, hint: HINTS[name] ?? null },
    fault: faults.find((one) => one.field === name)?.message ?? null,
  });
  const { salutation, closing, from } = letter;
  return [
    field('title', 'drafting.field.title', typed.title, letter.title),
    ...((salutation ?? typed.salutation)
      ? [field('salutation', 'drafting.field.salutation', typed.salutation, salutation)]
      : []),
    field('body', 'drafting.field.body', typed.body, letter.body, 18),
    ...typed.demands.map((text, i) =>
      field(demandField(i + 1), said('answering.demand', { number: i + 1 }), text, letter.demands[i]?.text ?? null, 3),
    ),
    ...((closing ?? typed.closing) ? [field('closing', 'drafting.field.closing', typed.closing, closing)] : []),
    ...((from ?? typed.from) ? [field('from', 'drafting.field.from', typed.from, from)] : []),
  ];
}

const HINTS: Partial<Record<string, string>> = { body: 'translations.form.body', from: 'translations.form.from' };
