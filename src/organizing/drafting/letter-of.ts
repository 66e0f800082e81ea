import { type Fault, readFields } from '../../letters/letter-file.ts';
import { faultsOfAmendment } from '../../letters/amendment.ts';
import type { Evidence } from '../../letters/front-matter.ts';
import type { Draft } from '../../letters/letter.ts';
import { type Content, type Item, type ListField, emptyContent, itemOf, listFields } from './content.ts';
import { evidenceItems } from './evidence/in-file.ts';

/** What is wrong with a place of the content, in the words of the letter file. */
export interface PlaceFault {
  at: string;
  /** A saying. */
  message: string;
}

/** The letter that a content makes, or every fault that still stands in its way. Evidence is not part of it. */
export function draftOf(content: Content): { draft: Draft } | { faults: PlaceFault[] } {
  const read = readFields(fileFields(content), content.texts.body);
  if ('draft' in read) return read;
  return { faults: read.faults.map(({ path, message }) => ({ at: placeOf(content, path), message })) };
}

/** What stands between a content and the next version of a published letter. */
export function faultsOfNext(published: Draft, content: Content): PlaceFault[] {
  const read = draftOf(content);
  if ('faults' in read) return read.faults;
  const faults = faultsOfAmendment(published, read.draft);
  return faults.map(({ path, message }) => ({ at: placeOf(content, path), message }));
}

/** A content that makes this letter. `newId` gives each item of a list its id. */
export function contentOf(draft: Draft, newId: () => string, evidence: Evidence[] = []): Content {
  const items = (list: ListField, given: Record<string, string | null>[]) =>
    given.map((fields) => itemOf(list, newId(), fields));
  const texts = (all: string[]) => all.map((text) => ({ text }));
  return {
    texts: {
      ...{ title: draft.title, slug: draft.slug, body: draft.body, language: draft.language },
      ...{ salutation: draft.salutation ?? '', closing: draft.closing ?? '', from: draft.from ?? '' },
      ...{ closes: draft.closes ?? '', sealUntil: draft.sealUntil?.toString() ?? '' },
      openAt: draft.openAt?.toString() ?? '',
      ...{ releaseMin: String(draft.release.min), releaseEvery: String(draft.release.every) },
    },
    choices: {
      named: draft.shown.includes('named'),
      byRole: draft.shown.includes('by role'),
      anonymous: draft.shown.includes('anonymous'),
      ...{ comments: draft.comments, rollCall: draft.rollCall, vouching: draft.vouching },
      supporters: draft.supporters !== null,
    },
    lists: {
      ...emptyContent().lists,
      to: items(
        'to',
        draft.to.map((addressee) => ({ ...addressee })),
      ),
      demands: items(
        'demands',
        draft.demands.map((demand) => ({ ...demand })),
      ),
      evidence: evidenceItems(evidence, newId),
      employers: items('employers', draft.employers.map(employerFields)),
      pledges: items('pledges', texts(draft.pledges)),
      sites: items('sites', texts(draft.sites)),
      roles: items('roles', texts(draft.roles)),
      supporterPledges: items('supporterPledges', texts(draft.supporters?.pledges ?? [])),
      organizations: items(
        'organizations',
        draft.organizations.map((organization) => ({ ...organization })),
      ),
    },
  };
}

const employerFields = ({ name, domains, headcount, headcountSource }: Draft['employers'][number]) => ({
  ...{ name, domains: domains.join(', '), headcount: headcount?.toString() ?? '', headcountSource },
});

/** The fields as a letter file would have them: what is blank is left out, and a number is one. */
function fileFields({ texts, choices, lists }: Content): Record<string, unknown> {
  const each = (list: ListField, make: (fields: Record<string, string>) => unknown) =>
    lists[list].map(({ fields }) => make(fields));
  const { named, byRole, anonymous } = choices;
  return filled({
    ...{ title: texts.title, slug: texts.slug, from: texts.from, language: texts.language, closes: texts.closes },
    ...{ salutation: texts.salutation, closing: texts.closing, seal_until: numberIn(texts.sealUntil) },
    open_at: numberIn(texts.openAt),
    to: each('to', filled),
    employers: each('employers', employerOf),
    demands: each('demands', ({ text, status }) => ({ text, ...filled({ status }) })),
    pledges: each('pledges', ({ text }) => text),
    sites: each('sites', ({ text }) => text),
    roles: each('roles', ({ text }) => text),
    organizations: each('organizations', filled),
    shown: [...(named ? ['named'] : []), ...(byRole ? ['by role'] : []), ...(anonymous ? ['anonymous'] : [])],
    ...{ comments: choices.comments, roll_call: choices.rollCall, vouching: choices.vouching },
    supporters: choices.supporters && { pledges: each('supporterPledges', ({ text }) => text) },
    release: filled({ min: numberIn(texts.releaseMin), every: numberIn(texts.releaseEvery) }),
  });
}

const employerOf = ({ name, domains = '', headcount = '', headcountSource }: Record<string, string>) =>
  filled({
    name,
    domains: domains.split(/[\s,;]+/).filter(Boolean),
    headcount: numberIn(headcount),
    headcount_source: headcountSource,
  });

const numberIn = (text: string): number | string => wholeIn(text) ?? text.trim();

/** The whole number that was typed; null where it is none. */
export const wholeIn = (text = ''): number | null => (/^\s*\d{1,15}\s*$/.test(text) ? Number(text) : null);

const filled = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));

const renamed: Record<string, string> = {
  ...{
    seal_until: 'sealUntil',
    open_at: 'openAt',
    roll_call: 'rollCall',
    headcount_source: 'headcountSource',
    shown: 'named',
  },
};

/** Where a fault of a letter file's field stands in the form. */
function placeOf({ lists }: Content, path: Fault['path']): string {
  const [first = 'title', second, third] = path.map((part) => renamed[String(part)] ?? String(part));
  if (first === 'release') return second === 'every' ? 'releaseEvery' : 'releaseMin';
  if (first === 'supporters' && second === 'pledges')
    return placeOf({ lists } as Content, ['supporterPledges', ...path.slice(2)]);
  if (!(first in listFields)) return first;
  const list = first as ListField;
  const item: Item | undefined = lists[list][Number(second)];
  const field = listFields[list].find((name) => name === third) ?? listFields[list][0];
  return item ? `${list}.${item.id}.${field}` : list;
}
