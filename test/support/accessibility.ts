import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** WCAG 2.2 at A and AA, with what axe holds good practice. */
const RULES = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

/** What axe has against the page as it is shown now: the rule, and where it is broken. */
export async function violationsOn(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>(`'axe' in window`))) await page.evaluate(axe.source);
  return page.evaluate<string[]>(`axe.run(document, ${JSON.stringify(RULES)}).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
      [id, target.join(' '), failureSummary.replace(/\\s+/g, ' ')].join(' | '))))`);
}

/** By how many pixels the page is wider than its window; what stands out of it is named. */
export function overflowOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
    return [scrollWidth - clientWidth + ' px', ...out.map((e) => e.tagName + '.' + e.className)];
  })()`);
}
