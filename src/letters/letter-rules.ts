import { type Draft, smallestRelease } from './letter.ts';
import { isVisible } from '../web/typed.ts';
import { placesDemands } from './markdown.ts';

export interface RuleFault {
  path: PropertyKey[];
  message: string;
}

const MAX_BODY = 200_000;

/** What the fields of a letter must fulfil together. */
export function faultsOfRules(draft: Draft): RuleFault[] {
  return [
    ...faultsOfDomains(draft),
    ...faultsOfBody(draft),
    ...faultsOfRelease(draft),
    ...repeated(draft.employers.map(({ name }) => name)).map((i) => ({
      path: ['employers', i, 'name'],
      message: 'stands twice',
    })),
    ...repeated(draft.pledges).map((i) => ({ path: ['pledges', i], message: 'stands twice' })),
    ...faultsOfTallies(draft),
    ...(draft.slug === '' ? [{ path: ['slug'], message: 'is needed: none can be made from this title' }] : []),
  ];
}

function faultsOfDomains(draft: Draft): RuleFault[] {
  const all = draft.employers.flatMap(({ domains }, i) => domains.map((domain, j) => ({ domain, i, j })));
  return repeated(all.map(({ domain }) => domain)).map((at) => ({
    path: ['employers', all[at]!.i, 'domains', all[at]!.j],
    message: `${all[at]!.domain} stands twice`,
  }));
}

function faultsOfBody(draft: Draft): RuleFault[] {
  const places = draft.body.match(/^\[demands\][ \t]*$/gm)?.length ?? 0;
  return [
    ...(!isVisible(draft.body) && draft.demands.length === 0
      ? [{ path: ['body'], message: 'the letter has neither text nor demands' }]
      : []),
    ...(draft.body.length > MAX_BODY ? [{ path: ['body'], message: `must be at most ${MAX_BODY} characters` }] : []),
    ...(/[^\P{Cc}\t\n]/u.test(draft.body) ? [{ path: ['body'], message: 'must not hold control characters' }] : []),
    ...(/^[ \t>]+\[demands\][ \t]*$/m.test(draft.body)
      ? [{ path: ['body'], message: 'holds a line [demands] that does not begin at the left edge' }]
      : []),
    ...(places > 1 ? [{ path: ['body'], message: 'holds the line [demands] more than once' }] : []),
    ...(places > 0 && draft.demands.length === 0
      ? [{ path: ['demands'], message: 'is empty, but the body holds a line [demands]' }]
      : []),
    ...(places === 1 && draft.demands.length > 0 && !placesDemands(draft.body)
      ? [{ path: ['body'], message: 'holds the line [demands] where a list cannot stand, such as a code block' }]
      : []),
  ];
}

function faultsOfRelease(draft: Draft): RuleFault[] {
  const least = smallestRelease(draft);
  if (draft.release.min >= least) return [];
  const message = `must be at least ${least}: fewer would point at single people (1 only where shown is [named])`;
  return [{ path: ['release', 'min'], message }];
}

function faultsOfTallies({ supporters, vouching, sealUntil }: Draft): RuleFault[] {
  const beside = [...(vouching ? ['vouching'] : []), ...(supporters ? ['supporters'] : [])];
  return [
    // what is deleted where too few employees sign would have to take the others' signatures along
    ...beside
      .filter(() => sealUntil !== null)
      .map((field) => ({ path: [field], message: 'cannot be had with seal_until' })),
    ...repeated(supporters?.pledges ?? []).map((i) => ({
      path: ['supporters', 'pledges', i],
      message: 'stands twice',
    })),
  ];
}

const repeated = (texts: string[]): number[] => texts.flatMap((text, i) => (texts.indexOf(text) < i ? [i] : []));
