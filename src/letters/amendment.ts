import { canonicalJson, type Json } from '../protocol/canonical-json.ts';
import type { Draft } from './letter.ts';
import type { RuleFault } from './letter-rules.ts';
import { raisedSeal } from './seal.ts';

/** What a published letter keeps, by the names that a letter file has for it, each with what it binds. */
const kept: [field: string, of: (draft: Draft) => unknown][] = [
  ['slug', ({ slug }) => slug],
  ['from', ({ from }) => from],
  ['language', ({ language }) => language],
  ['employers', ({ employers }) => employers],
  ['sites', ({ sites }) => sites],
  ['roles', ({ roles }) => roles],
  ['closes', ({ closes }) => closes],
  ['seal_until', raisedSeal],
  ['shown', ({ shown }) => shown],
  ['comments', ({ comments }) => comments],
  ['release', ({ release }) => release],
  ['roll_call', ({ rollCall }) => rollCall],
  ['vouching', ({ vouching }) => vouching],
  ['supporters', ({ supporters }) => supporters],
];

const KEPT = 'letter-rules.amended.kept';
const PLEDGES = 'letter-rules.amended.pledges';
const SAME = 'letter-rules.amended.same';

/** Why these words cannot become the letter's next version; empty where they can. */
export function faultsOfAmendment(published: Draft, draft: Draft): RuleFault[] {
  const faults = kept.filter(([, of]) => !isSame(of(published), of(draft))).map(([field]) => fault(field, KEPT));
  const stay = published.pledges.every((pledge, i) => draft.pledges[i] === pledge);
  const found = [...faults, ...(stay ? [] : [fault('pledges', PLEDGES)])];
  return found.length === 0 && isSame(amendable(published), amendable(draft)) ? [fault('body', SAME)] : found;
}

const fault = (field: string, message: string): RuleFault => ({ path: [field], message });

const amendable = ({ title, to, salutation, body, demands, closing, pledges, organizations }: Draft) => ({
  ...{ title, to, salutation, body, closing, pledges, organizations },
  demands: demands.map(({ text }) => text),
});

const isSame = (a: unknown, b: unknown): boolean => canonicalJson(a as Json) === canonicalJson(b as Json);
