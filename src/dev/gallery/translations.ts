import type { PublishedLetter } from '../../letters/letter.ts';
import type { Translated, Translation } from '../../letters/translations/translation.ts';
import { type Typed, typedOf } from '../../organizing/translating/form.ts';
import { translatingPages } from '../../organizing/translating/pages.ts';
import { pageOfTranslation } from '../../reading/translations/pages.ts';
import { everyLanguage, languages } from '../../web/languages.ts';
import { counted, invent } from './letters.ts';
import { keeper } from './organizing.ts';
import { type Items, type Stage, missing } from './stage.ts';

const english: Translated = {
  ...{ title: 'Tell us what the tracking tool is sold for', salutation: 'Dear Pat Orsini,', closing: 'Sincerely,' },
  body: 'We built a tool that follows lorries. It is now sold to follow people.[^1]\n\n[demands]\n\nWe want to be **proud** of what we make.\n\n[^1]: As the notice of March says.',
  demands: ['Say to whom the tool is sold.', 'End the sale to anybody who follows people.'],
  from: 'Halden employees',
};
const name = { language: 'en', title: english.title, version: 1 };

/** A letter in Arabic. */
const arabic = (changes: Partial<PublishedLetter> = {}) =>
  invent({
    ...{ slug: 'arabic', language: 'ar', title: 'أخبرونا لمن تُباع أداة التتبّع', salutation: 'السيد بات أورسيني،' },
    body: 'صنعنا أداة تتبع الشاحنات، وهي تُباع اليوم لتتبع الناس.[^1]\n\n[demands]\n\nنريد أن **نفخر** بما نصنع.\n\n[^1]: كما جاء في إعلان مارس.',
    demands: [
      { text: 'قولوا لمن تُباع الأداة.', status: 'open' },
      { text: 'أوقفوا بيعها لكل من يتتبع الناس.', status: 'partly met' },
    ],
    ...{ closing: 'مع التحية،', from: 'العاملون في هالدن' },
    translations: [name],
    ...changes,
  });

/** A letter that every reader is offered in another language than its own. */
export const manyLanguages = (): PublishedLetter =>
  invent({
    slug: 'many-languages',
    language: 'nl',
    translations: everyLanguage.map((language) => ({ language, title: `${languages[language]}: …`, version: 1 })),
  });

const saved: Translation = { language: 'en', version: 1, content: english, written: null, revision: 1 };

const translation = ({ frame }: Stage, letter: PublishedLetter): string =>
  pageOfTranslation(frame, letter, { ...saved, content: english }, counted(letter, 120));

export const translationItems: Items = {
  translation: (stage) => translation(stage, arabic()),
  'translation, of an earlier version': (stage) => translation(stage, arabic({ version: 2 })),
  'translation, it missed its seal': (stage) => {
    const letter = arabic({ sealUntil: 100, status: 'closed' });
    return pageOfTranslation(stage.frame, letter, { ...saved, content: english }, counted(letter, 0));
  },
  'translation, gathering': (stage) => translation(stage, arabic({ status: 'gathering' })),
};

const at = (all: Translation[], version = 1) => ({ member: keeper, letter: arabic({ version }), all });
const typed: Typed = typedOf(arabic(), english, '1.1');

export const translatingItems: Items = {
  'translations, none': ({ organizers }) => translatingPages(organizers).list(at([])),
  translations: ({ organizers }) =>
    translatingPages(organizers).list(
      at(
        [
          saved,
          { ...saved, language: 'fr', version: 2, content: null, written: english },
          { ...saved, language: 'es', version: 2, written: english },
        ],
        2,
      ),
    ),
  'translations, with a fault': ({ organizers }) =>
    translatingPages(organizers).list(at([saved]), 'ar', {
      ...{ field: 'language', message: 'translations.fault.same' },
    }),
  'writing a translation': ({ organizers }) => translatingPages(organizers).writing(at([saved]), 'en', typed),
  'writing a translation, with a fault': ({ organizers }) =>
    translatingPages(organizers).writing(at([saved]), 'en', { ...typed, title: '' }, [missing('title')], typed),
};
