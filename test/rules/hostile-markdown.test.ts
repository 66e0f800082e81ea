import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { renderBody } from '../../src/letters/markdown.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { HOSTILE } from './hostile-corpus.ts';
import { tagsOf, wholeOf } from './html.ts';

const ELEMENTS = new Set(
  'p h2 h3 h4 ol ul li blockquote pre code em strong s hr br a sup section span table thead tbody tr th td'.split(' '),
);
const ATTRIBUTES = new Set(['href', 'rel', 'class', 'id', 'aria-label', 'start']);

/** Throws on whatever could run, load, restyle or pretend to be a part of the page. */
function mustBeHarmless(html: string): void {
  for (const { name, attributes } of tagsOf(html)) {
    if (!ELEMENTS.has(name)) throw new Error(`<${name}>`);
    for (const [attribute, value] of attributes) {
      if (!ATTRIBUTES.has(attribute)) throw new Error(`${attribute}="${value}"`);
      if (attribute === 'href') mustBeHarmlessLink(value, attributes.get('rel'));
      if (attribute === 'id' && !/^(demand-|fn|fnref)\d+(:\d+)?$/.test(value)) throw new Error(`id="${value}"`);
      if (attribute === 'class' && !/^(demands|footnote[a-z-]*|anchor|status)$/.test(value)) throw new Error(value);
    }
  }
}

function mustBeHarmlessLink(href: string, rel: string | undefined): void {
  const base = 'https://letters.example/';
  // What is no address leads nowhere.
  const protocol = URL.canParse(href, base) ? new URL(href, base).protocol : 'https:';
  if (!['http:', 'https:', 'mailto:'].includes(protocol)) throw new Error(`href="${href}"`);
  if (!href.startsWith('#') && rel !== 'noopener nofollow ugc') throw new Error(`rel="${rel}" of ${href}`);
}

describe('what a hostile author writes', () => {
  test.each(HOSTILE)('%j harms nobody in a body', (text) => {
    mustBeHarmless(wholeOf(renderBody(text, [], wordsIn('en'))));
    mustBeHarmless(wholeOf(renderBody(`> - ${text}`, [], wordsIn('en'))));
  });

  test('harms nobody in a demand', () => {
    for (const text of HOSTILE) mustBeHarmless(wholeOf(renderBody('', [{ text, status: 'met' }], wordsIn('en'))));
  });

  test('harms nobody in any mixture', () => {
    const bits = ['<', '>', '"', "'", '&', '[', ']', '(', ')', '!', '`', '\n', '\\', '^', ':', '|', '\n\n', '#', '*'];
    const words = [
      'script',
      'javascript:',
      'onerror=',
      'https://evil.net',
      '<img src=x ',
      '&#x3c;',
      '<!--',
      ']: ',
      'x',
    ];
    const texts = fc
      .array(fc.constantFrom(...bits, ...words, ...HOSTILE), { maxLength: 12 })
      .map((all) => all.join(''));
    const property = fc.property(texts, (text) => {
      mustBeHarmless(wholeOf(renderBody(text, [{ text, status: 'open' }], wordsIn('en'))));
    });
    fc.assert(property, { numRuns: 1_000 });
  });
});

test('a renderer without our two walls would be found out by most of this', () => {
  const open = new MarkdownIt({ html: true, linkify: true });
  open.validateLink = () => true;
  const found = HOSTILE.filter((text) => {
    try {
      mustBeHarmless(open.render(text));
      return false;
    } catch {
      return true;
    }
  });
  expect(found.length / HOSTILE.length).toBeGreaterThan(0.8);
});

test.each(['<script>', '<p onclick="x">', '<a href="javascript:x">', '<a href="java&Tab;script:x">', '<p', '<p id=x>'])(
  '%s is known as harmful',
  (html) => {
    expect(() => mustBeHarmless(html)).toThrow(Error);
  },
);

test('HTML is shown as the text that it is, not taken away', () => {
  expect(wholeOf(renderBody('a <b>c</b> <!-- d -->', [], wordsIn('en')))).toBe(
    '<p>a &lt;b&gt;c&lt;/b&gt; &lt;!-- d --&gt;</p>\n',
  );
});

test('a link to the web stays one, and says that we do not vouch for it', () => {
  const [, link] = tagsOf(wholeOf(renderBody('[x](https://corp.com/a?b=1&c=2)', [], wordsIn('en'))));
  expect(Object.fromEntries(link!.attributes)).toEqual({
    href: 'https://corp.com/a?b=1&c=2',
    rel: 'noopener nofollow ugc',
  });
});
