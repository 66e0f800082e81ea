import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PublishedLetter } from '../../src/letters/letter.ts';
import { paths } from '../../src/paths.ts';
import { sheetOf } from '../../src/reading/pdf/sheet.ts';
import { everyLanguage } from '../../src/web/languages.ts';
import { letterFile } from '../support/letters.ts';
import { collectPass, signByForm } from '../support/people.ts';
import { type TestSite, openSite } from '../support/site.ts';

const more = {
  en: '(more have signed than the cited figure counts)',
  de: '(mehr haben unterschrieben, als die genannte Zahl umfasst)',
  es: '(han firmado más de los que cuenta la cifra citada)',
  fr: '(plus de personnes ont signé que n’en compte le chiffre cité)',
  ar: '(وقّع أكثر ممّا يحصيه العدد المذكور)',
};

let site: TestSite;
const letters = new Map<string, PublishedLetter>();

beforeAll(async () => {
  site = await openSite();
  const release = '{min: 1, every: 0}';
  for (const [slug, headcount] of Object.entries({ fewer: 2, same: 3, many: 900 })) {
    const employers = `[{name: Halden, domains: [halden.example], headcount: ${headcount}}]`;
    letters.set(slug, await site.publish(letterFile({ slug, employers, release, shown: '[named]' })));
  }
  const torvik =
    '{name: Torvik, domains: [torvik.example], headcount: 900, headcount_source: https://torvik.example/about}';
  const employers = `[{name: Halden, domains: [halden.example], headcount: 2}, ${torvik}]`;
  letters.set('two', await site.publish(letterFile({ slug: 'two', employers, release, shown: '[named]' })));
  for (const letter of letters.values())
    for (const [i, employer] of ['0', '0', '0', '1'].slice(0, letter.employers.length + 2).entries()) {
      const pass = await collectPass(site, letter, `${letter.address}${i}@halden.example`);
      await signByForm(site, letter, pass, { shown: 'named', name: `Maya ${i}`, employer });
    }
  await site.rounds.go(site.world.now());
}, 60_000);
afterAll(() => site.end());

/** What of a page's numbers is to be seen. */
async function seen(slug: string, language = 'en'): Promise<string> {
  const { text } = await site.http.get(`/${language}${paths.letter(slug)}`).expect(200);
  const shown = text.replace(/<span[^>]* data-beyond hidden>.*?<\/span>/g, '');
  return shown.replace(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
}

describe('more have signed than the headcount that the letter cites', () => {
  test.each(everyLanguage)('which its page says beside the share (%s)', async (language) => {
    expect(await seen('fewer', language)).toContain(more[language]);
  });

  test('which is said of that employer alone, where there are two', async () => {
    const page = await seen('two');
    expect(page).toContain(`Halden 3 150% of 2 employees ${more.en}`);
    expect(page.split(more.en)).toHaveLength(2);
  });

  test('where each employer has the figure that it is a share of, with its source', async () => {
    const { text } = await site.http.get(paths.letter('two')).expect(200);
    const source = '<a href="https://torvik.example/about" rel="noopener nofollow ugc">900</a>';
    expect(text).toContain(`>0.1%</span> <span class="quiet" data-base>of ${source} employees</span>`);
  });

  test('which is said on paper too', async () => {
    const linesOf = async (slug: string) => {
      const employees = await site.board.published(letters.get(slug)!);
      const tallied = { employees, vouched: undefined, supporters: undefined };
      return sheetOf(letters.get(slug)!, tallied, 'http://x', 'a4').counts.map(({ words }) => words);
    };
    expect((await linesOf('fewer')).join('\n')).toContain(more.en);
    expect(await linesOf('two')).toContain(`Halden, 150% of its 2 employees ${more.en}`);
    expect((await linesOf('same')).join('\n')).not.toContain(more.en);
  });
});

test.each(['same', 'many'])('nothing is said of it where no more have signed (%s)', async (slug) => {
  expect(await seen(slug)).not.toContain(more.en);
});
