import type { GuardRule } from './guard.ts';

/** What each rule is called, says beside the text, and says on the help page; all in sayings. */
export const guardWords: Record<GuardRule, { title: string; advice: string; explained: string[] }> = {
  demands: {
    ...{ title: 'drafting.guard.demands.title', advice: 'drafting.guard.demands.advice' },
    explained: ['drafting.guard.demands.explained'],
  },
  'private-names': {
    ...{ title: 'drafting.guard.names.title', advice: 'drafting.guard.names.advice' },
    explained: ['drafting.guard.names.explained', 'drafting.guard.names.why'],
  },
  'document-marks': {
    ...{ title: 'drafting.guard.marks.title', advice: 'drafting.guard.marks.advice' },
    explained: ['drafting.guard.marks.explained'],
  },
  'code-names': {
    ...{ title: 'drafting.guard.code-names.title', advice: 'drafting.guard.code-names.advice' },
    explained: ['drafting.guard.code-names.explained'],
  },
  superlatives: {
    ...{ title: 'drafting.guard.superlatives.title', advice: 'drafting.guard.superlatives.advice' },
    explained: ['drafting.guard.superlatives.explained'],
  },
  insults: {
    ...{ title: 'drafting.guard.insults.title', advice: 'drafting.guard.insults.advice' },
    explained: ['drafting.guard.insults.explained'],
  },
  unsourced: {
    ...{ title: 'drafting.guard.unsourced.title', advice: 'drafting.guard.unsourced.advice' },
    explained: ['drafting.guard.unsourced.explained'],
  },
  'speaks-alone': {
    ...{ title: 'drafting.guard.alone.title', advice: 'drafting.guard.alone.advice' },
    explained: ['drafting.guard.alone.explained'],
  },
  'reading-level': {
    ...{ title: 'drafting.guard.reading.title', advice: 'drafting.guard.reading.advice' },
    explained: ['drafting.guard.reading.explained'],
  },
  'low-seal': {
    ...{ title: 'drafting.guard.low-seal.title', advice: 'drafting.guard.low-seal.advice' },
    explained: ['drafting.guard.low-seal.explained'],
  },
};
