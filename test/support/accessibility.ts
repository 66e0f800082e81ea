import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2 at A and AA, with what axe holds good practice. */
const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

/** What a page must have, and what is no page of the site need not: a mail, a sheet to print. */
const OF_PAGES = ['region', 'landmark-one-main', 'page-has-heading-one'];

/** What axe has against the page as it is shown now: the rule, and where it is broken. */
export const violationsOn = (page: Page): Promise<string[]> => run(page, RULES);

/** The same of what is shown by itself, within no page. */
export const violationsOnLeaf = (page: Page): Promise<string[]> =>
  run(page, {
    ...RULES,
    rules: { ...RULES.rules, ...Object.fromEntries(OF_PAGES.map((rule) => [rule, { enabled: false }])) },
  });

/** What changes with the colours alone. */
export const contrastOn = (page: Page): Promise<string[]> =>
  run(page, { runOnly: { type: 'rule', values: ['color-contrast'] }, resultTypes: ['violations'] });

async function run(page: Page, rules: object): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  // what waits a moment for a script that comes is looked at as it is when none came
  await page.evaluate(`document.getAnimations().forEach((one) => one.finish())`);
  return page.evaluate<string[]>(`axe.run(document, ${JSON.stringify(rules)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      [id, target.join(' '), failureSummary.replace(/\\s+/g, ' ')].join(' | '))))`);
}

/** By how many pixels the page is wider than its window; what stands out of it is named. */
export function overflowOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter((e) => {
      const { left, right, width } = e.getBoundingClientRect();
      return width > 0 && (right > clientWidth + 1 || left < -1);
    });
    return [scrollWidth - clientWidth + ' px', ...out.map((e) => e.tagName + '.' + e.className)];
  })()`);
}
