import { expect, test } from 'vitest';
import { view } from '../../src/web/render.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { isSaying, said } from '../../src/web/words.ts';

const faults = view<{ words: ReturnType<typeof wordsIn>; faults: { field: string; message: string }[] }>(
  'partials/faults',
);
const shown = (message: string): string => faults({ words: wordsIn('en'), faults: [{ field: 'source', message }] });

test('a fault that was said already is shown whole, and escaped', () => {
  const html = shown('line 2, title: <img src=x onerror=alert(1)> is no domain? Say why.');
  expect(html).toContain('&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt; is no domain? Say why.');
  expect(html).not.toContain('<img');
});

test('a saying is said, and the values that it carries are escaped', () => {
  const html = shown(said('letter-rules.domain.no-name', { domain: '"<b>?&x=1"' }));
  expect(html).toContain('&quot;&lt;b&gt;?&amp;x&#x3D;1&quot; is not a domain name');
});

test.each([
  ['site.skip', true],
  ['letter-rules.domain.twice?domain=a.b', true],
  ['Please choose a file.', false],
  ['line 2: must be text', false],
  ['', false],
])('%s is a saying: %s', (text, is) => {
  expect(isSaying(text)).toBe(is);
});
