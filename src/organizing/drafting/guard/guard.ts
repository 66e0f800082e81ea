import { type Content, placesOf } from '../content.ts';
import { leastSeal, lowSealIn } from '../least-seal.ts';
import { DIFFICULT, readingEase } from './reading-level.ts';
import {
  alone,
  claims,
  codeName,
  documentMarks,
  figures,
  insults,
  noNames,
  superlatives,
  ticket,
  together,
} from './words.ts';

/** The rules, each explained under its name on the help page. */
export const guardRules = [
  ...(['demands', 'private-names', 'document-marks', 'code-names'] as const),
  ...(['superlatives', 'insults', 'unsourced', 'speaks-alone', 'reading-level', 'low-seal'] as const),
] as const;
export type GuardRule = (typeof guardRules)[number];

/** A word of advice. Nothing is ever refused for it. */
export interface Advice {
  rule: GuardRule;
  /** The words that it is about; empty where it is about the whole. */
  words: string;
  /** The field: `body`, `demands.i7f.text`, or a list. */
  at: string;
  /** The paragraph of the body, counted from 1; null elsewhere. */
  paragraph: number | null;
  /** What the advice is told with. */
  values?: Record<string, number>;
}

const MOST_DEMANDS = 5;

/** What a careful friend would say about the text, in the order of the form. */
export function advise(content: Content): Advice[] {
  const look = isEnglish(content) ? inEnglish : inAnyLanguage;
  const known = knownNames(content);
  const found = [...passagesOf(content)].flatMap((passage) => look(passage, known));
  return [...tooManyDemands(content), ...found, ...tooHard(content), ...sealedTooLow(content)];
}

/** Whether the lists of words fit the letter. A letter that names no language is taken to be English. */
export const isEnglish = ({ texts }: Content): boolean => /^\s*(en\b|$)/i.test(texts.language);

const inEnglish = (passage: Passage, known: Set<string>): Advice[] => [
  ...namesIn(passage, known),
  ...matches('document-marks', passage, documentMarks),
  ...matches('code-names', passage, ticket),
  ...matches('code-names', passage, codeName),
  ...wordsIn('superlatives', passage, superlatives),
  ...wordsIn('insults', passage, insults),
  ...unsourced(passage, [claims, figures]),
  ...speaksAlone(passage),
];

/** What numbers alone tell; in another language the English words would point at what is none of it. */
const inAnyLanguage = (passage: Passage): Advice[] => [
  ...matches('code-names', passage, ticket),
  ...unsourced(passage, [figures]),
];

interface Passage {
  at: string;
  paragraph: number | null;
  text: string;
}

/** What people will read as sentences: the paragraphs of the body, and the demands. */
function* passagesOf(content: Content): Generator<Passage> {
  for (const { at, text } of placesOf(content)) {
    if (at === 'body') yield* paragraphsOf(text);
    else if (at === 'title' || /^(demands|pledges|supporterPledges)\..*text$/.test(at))
      yield { at, paragraph: null, text };
  }
}

/** A footnote's own text is evidence, and is not held to what it proves. */
const paragraphsOf = (body: string): Passage[] =>
  body
    .split(/\n{2,}/)
    .map((text, i) => ({ at: 'body', paragraph: i + 1, text }))
    .filter(({ text }) => text.trim() !== '' && !/^\[\^[^\][]+\]:/.test(text));

const tooManyDemands = ({ lists }: Content): Advice[] =>
  lists.demands.length > MOST_DEMANDS ? [{ rule: 'demands', words: '', at: 'demands', paragraph: null }] : [];

const about = (rule: GuardRule, { at, paragraph }: Passage, words: string): Advice => ({ rule, words, at, paragraph });

const matches = (rule: GuardRule, passage: Passage, pattern: RegExp): Advice[] =>
  once(passage.text.match(pattern) ?? []).map((words) => about(rule, passage, words));

const wordsIn = (rule: GuardRule, passage: Passage, listed: Set<string>): Advice[] =>
  once((passage.text.match(/[\p{L}’']+/gu) ?? []).filter((word) => listed.has(word.toLowerCase()))).map((word) =>
    about(rule, passage, word),
  );

const once = (words: string[]): string[] => [...new Set(words)];

const PERSON =
  /(?<![\p{L}\d])\p{Lu}\p{Ll}+(?:[-’']\p{Lu}?\p{Ll}+)?(?:\s\p{Lu}\.)?(?:\s(?:van|von|de|da|di|bin|al)){0,2}\s\p{Lu}\p{Ll}+(?:[-’']\p{Lu}?\p{Ll}+)?/gu;

/** Two words written large, of which none is known or usual: perhaps somebody who did not choose to be here. */
function namesIn(passage: Passage, known: Set<string>): Advice[] {
  const isKnown = (word: string) => known.has(word.toLowerCase()) || noNames.has(word);
  const people: string[] = [];
  const person = new RegExp(PERSON);
  for (let match = person.exec(passage.text); match; match = person.exec(passage.text)) {
    const [first = '', ...others] = match[0].split(/\s/);
    // “When Martin Keller”: the name begins behind the word that is none
    if (noNames.has(first)) person.lastIndex = match.index + first.length;
    else if (![first, ...others].some(isKnown)) people.push(match[0]);
  }
  return once(people).map((name) => about('private-names', passage, name));
}

/** Every word of the addressees, employers and organizations: those are public, and meant. */
function knownNames({ texts, lists }: Content): Set<string> {
  const named = [...lists.to, ...lists.employers, ...lists.organizations].flatMap(({ fields }) =>
    Object.values(fields),
  );
  return new Set([...named, texts.from].flatMap((name) => name.toLowerCase().match(/[\p{L}’'-]+/gu) ?? []));
}

function unsourced(passage: Passage, patterns: RegExp[]): Advice[] {
  if (passage.at !== 'body' || /\[\^[^\][]+\]|\^\[|https?:\/\//.test(passage.text)) return [];
  const words = patterns.flatMap((pattern) => pattern.exec(passage.text)?.[0].trim() ?? [])[0];
  return words === undefined ? [] : [about('unsourced', passage, words)];
}

function speaksAlone(passage: Passage): Advice[] {
  const isPledge = /pledges/i.test(passage.at);
  const word = isPledge || together.test(passage.text) ? undefined : alone.exec(passage.text)?.[0];
  return word === undefined ? [] : [about('speaks-alone', passage, word.replace(/^[^\p{L}]+/u, ''))];
}

function tooHard(content: Content): Advice[] {
  if (!isEnglish(content)) return [];
  const { texts, lists } = content;
  const whole = [texts.body, ...lists.demands.map(({ fields }) => fields['text'] ?? '')].join('\n\n');
  const ease = readingEase(whole);
  return ease !== undefined && ease < DIFFICULT
    ? [{ rule: 'reading-level', words: '', at: 'body', paragraph: null }]
    : [];
}

function sealedTooLow(content: Content): Advice[] {
  const typed = lowSealIn(content);
  if (typed === undefined) return [];
  const values = { least: leastSeal(content) };
  return [{ rule: 'low-seal', words: String(typed), at: 'sealUntil', paragraph: null, values }];
}
