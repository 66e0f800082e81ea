import { type Draft, smallestRelease } from './letter.ts';
import { isVisible } from '../protocol/visible.ts';
import { said } from '../web/words.ts';
import { MAX_BODY, MOST_MENTIONS, hasTooManyNotes, placesDemands } from './markdown.ts';

export interface RuleFault {
  path: PropertyKey[];
  /** A saying. */
  message: string;
}

/** What the fields of a letter must fulfil together. */
export function faultsOfRules(draft: Draft): RuleFault[] {
  return [
    ...faultsOfDomains(draft),
    ...faultsOfBody(draft),
    ...faultsOfRelease(draft),
    ...repeated(draft.employers.map(({ name }) => name)).map((i) => ({
      path: ['employers', i, 'name'],
      message: 'letter-rules.twice',
    })),
    ...(['pledges', 'sites', 'roles'] as const).flatMap((list) =>
      repeated(draft[list]).map((i) => ({ path: [list, i], message: 'letter-rules.twice' })),
    ),
    ...faultsOfTallies(draft),
  ];
}

function faultsOfDomains(draft: Draft): RuleFault[] {
  const all = draft.employers.flatMap(({ domains }, i) => domains.map((domain, j) => ({ domain, i, j })));
  return repeated(all.map(({ domain }) => domain)).map((at) => ({
    path: ['employers', all[at]!.i, 'domains', all[at]!.j],
    message: said('letter-rules.domain.twice', { domain: all[at]!.domain }),
  }));
}

/** What is wrong with a body and with where its demands stand. */
export function faultsOfBody(draft: { body: string; demands: unknown[] }): RuleFault[] {
  // what is too much is not read for more: that alone would take seconds
  if (draft.body.length > MAX_BODY)
    return [{ path: ['body'], message: said('letter-rules.too-long', { max: MAX_BODY }) }];
  if (hasTooManyNotes(draft.body)) {
    return [{ path: ['body'], message: said('letter-rules.notes', { max: MOST_MENTIONS }) }];
  }
  const places = draft.body.match(/^\[demands\][ \t]*$/gm)?.length ?? 0;
  return [
    ...(!isVisible(draft.body) && draft.demands.length === 0
      ? [{ path: ['body'], message: 'letter-rules.no-words' }]
      : []),
    ...(/[^\P{Cc}\t\n]/u.test(draft.body) ? [{ path: ['body'], message: 'letter-rules.control' }] : []),
    ...(/^[ \t>]+\[demands\][ \t]*$/m.test(draft.body)
      ? [{ path: ['body'], message: 'letter-rules.demands.indented' }]
      : []),
    ...(places > 1 ? [{ path: ['body'], message: 'letter-rules.demands.twice' }] : []),
    ...(places > 0 && draft.demands.length === 0 ? [{ path: ['demands'], message: 'letter-rules.demands.none' }] : []),
    ...(places === 1 && draft.demands.length > 0 && !placesDemands(draft.body)
      ? [{ path: ['body'], message: 'letter-rules.demands.misplaced' }]
      : []),
  ];
}

function faultsOfRelease(draft: Draft): RuleFault[] {
  const least = smallestRelease(draft);
  if (draft.release.min >= least) return [];
  return [{ path: ['release', 'min'], message: said('letter-rules.release.least', { least }) }];
}

function faultsOfTallies({ supporters, vouching, sealUntil }: Draft): RuleFault[] {
  const beside = [...(vouching ? ['vouching'] : []), ...(supporters ? ['supporters'] : [])];
  return [
    // what is deleted where too few employees sign would have to take the others' signatures along
    ...beside.filter(() => sealUntil !== null).map((field) => ({ path: [field], message: 'letter-rules.with-seal' })),
    ...repeated(supporters?.pledges ?? []).map((i) => ({
      path: ['supporters', 'pledges', i],
      message: 'letter-rules.twice',
    })),
  ];
}

const repeated = (texts: string[]): number[] => texts.flatMap((text, i) => (texts.indexOf(text) < i ? [i] : []));
