import type { GuardRule } from './guard.ts';

/** What each rule is called, says beside the text, and says on the help page. */
export const guardWords: Record<GuardRule, { title: string; advice: string; explained: string[] }> = {
  demands: {
    title: 'More than five demands',
    advice: 'More than five demands: whoever answers will choose the easy ones.',
    explained: [
      'A letter with many demands is answered in part, and the part is not yours to choose. Letters that were answered had few demands, each of which can be met or refused. Two demands that can only be met together are one.',
    ],
  },
  'private-names': {
    title: 'Names of private persons',
    advice: 'Perhaps the name of a person who does not hold a public office. Can it be left out?',
    explained: [
      'The guard points at words that look like a first and a last name, and that stand neither among the addressees nor among the employers and organizations. It knows no names; it will be wrong about places and products.',
      'Who holds a public office may be named for what they do in it. A colleague or a manager of the lower ranks has a right to privacy, may be harmed, and may go to court. Write what was done, and by which office.',
    ],
  },
  'document-marks': {
    title: 'Marks of confidential documents',
    advice: 'This reads like the mark of a confidential document.',
    explained: [
      'Words such as “confidential” or “internal only” show that somebody had a document with that mark. Quoting it can breach a contract, and can show who had access. Say what everybody can see, or what was published already, with its source.',
    ],
  },
  'code-names': {
    title: 'Code names and ticket numbers',
    advice: 'This looks like an internal name or number, which few people know.',
    explained: [
      'Ticket numbers and names of projects that are not public narrow down who wrote the letter, and can be trade secrets. Describe the thing in the words that the public uses for it.',
    ],
  },
  superlatives: {
    title: 'Superlatives',
    advice: 'A strong word that one exception refutes.',
    explained: [
      '“Worst”, “always” and “everyone” are refuted by one exception, and then the letter speaks about the word and no longer about the matter. A number with its source is stronger.',
    ],
  },
  insults: {
    title: 'Insults',
    advice: 'This will be read as an insult, and the rest will not be read.',
    explained: [
      'Insults cost signatures, and in many places what labour law protects ends where an insult begins. Say what was done and what it caused.',
    ],
  },
  unsourced: {
    title: 'Claims without a source',
    advice: 'A fact or figure without a footnote or link in this paragraph.',
    explained: [
      'The guard points at numbers, years, and verbs such as “has decided” in a paragraph that holds no footnote and no link. Readers cannot check it, and the addressee can deny it. Add the source under “Evidence” and press “Cite it”, or say that it is what you saw yourselves.',
    ],
  },
  'speaks-alone': {
    title: 'Speaks only for its writer',
    advice: 'This paragraph says “I” or “my”, and nowhere “we”.',
    explained: [
      'In many countries the law protects what employees do together about their working conditions, and hardly what one of them demands for themselves alone. A paragraph that says “I” and “my manager” may also show who wrote it. Say what many of you have met with.',
    ],
  },
  'reading-level': {
    title: 'Hard to read',
    advice: 'The text is hard to read. Shorter sentences reach more colleagues.',
    explained: [
      'For English, the guard computes the reading ease after Flesch from the length of sentences and words. Below 40 a text is read with ease only by people who studied. Many of your colleagues read it in their second language.',
    ],
  },
};
