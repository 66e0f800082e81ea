/** Numbers and instants as people read them; English as most of the world writes it, day before month. */
const tag = (language: string): string => (language === 'en' ? 'en-GB' : language);

export const number = (language: string, value: number): string => new Intl.NumberFormat(tag(language)).format(value);

export const dateTime = (language: string, instant: number): string =>
  `${new Intl.DateTimeFormat(tag(language), { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(instant)} UTC`;

export const date = (language: string, instant: number): string =>
  new Intl.DateTimeFormat(tag(language), { dateStyle: 'long', timeZone: 'UTC' }).format(instant);
