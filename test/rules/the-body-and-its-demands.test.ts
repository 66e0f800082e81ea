import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalText } from '../../src/letters/canonical-text.ts';
import { faultsOfBody } from '../../src/letters/letter-rules.ts';
import { placesDemands, renderBody, renderNews } from '../../src/letters/markdown.ts';
import { wordsIn } from '../../src/web/speak.ts';
import { drafts } from './drafts.ts';
import { tagsOf, textOf, wholeOf } from './html.ts';
import { adasDraft } from './letters.ts';

const { demands } = adasDraft;
const html = (body: string, given = demands) => wholeOf(renderBody(body, given, wordsIn('en')));
const listsIn = (rendered: string) =>
  tagsOf(rendered).filter((tag) => tag.name === 'ol' && tag.attributes.get('class') === 'demands').length;

describe('the demands stand', () => {
  test('where the body says, numbered and to be linked to', () => {
    expect(html('Before.\n\n[demands]\n\nAfter.')).toBe(
      '<p>Before.</p>\n<ol class="demands">' +
        '<li id="demand-1"><a class="anchor" href="#demand-1">Demand 1</a> End the contract</li>' +
        '<li id="demand-2"><a class="anchor" href="#demand-2">Demand 2</a> Publish a policy ' +
        '<span class="status">met</span></li></ol><p>After.</p>\n',
    );
  });

  test.each([
    ['after the body that does not place them', 'Before.', /^<p>Before\.<\/p>\n<ol class="demands">/],
    ['right after a paragraph', 'Before.\n[demands]\nAfter.', /<p>Before\.<\/p>\n<ol class="demands">.*<\/ol><p>After/],
    [
      'before the footnotes',
      'Before.[^1]\n\n[^1]: Source',
      /<ol class="demands">.*<\/ol><hr \/>\n<section class="foot/,
    ],
    ['once, however often they are placed', '[demands]\n\n[demands]', /<ol class="demands">.*<p>\[demands\]<\/p>/],
    ['after a list', '- one\n[demands]', /<\/ul>\n<ol class="demands">/],
  ])('%s', (_, body, shape) => {
    expect(html(body)).toMatch(shape);
    expect(listsIn(html(body))).toBe(1);
  });

  test.each([
    ['a code block that nobody closed', '```\ncode'],
    ['a code block in a list that nobody closed', '- one\n  ~~~\n  code'],
    ['a quotation', '> quoted'],
    ['a quotation that names them', '> [demands]'],
    ['a footnote that names them and that nothing refers to', '[^1]:[demands]'],
    ['a line of indented code that names them', '    [demands]'],
    ['a table', '| a |\n|---|\n| b |'],
  ])('in the letter itself, not inside %s', (_, body) => {
    expect(html(body)).toMatch(/(^|\n|<\/[a-z0-9]+>)<ol class="demands">/);
    expect(html(body).split('<ol class="demands">')[0]).not.toMatch(/<(blockquote|pre|li)[^>]*>(?![^]*<\/\1>)/);
    expect(listsIn(html(body))).toBe(1);
  });

  test('in every letter, exactly once', () => {
    const pieces = fc.constantFrom(
      '```',
      '~~~',
      '> ',
      '- ',
      '1. ',
      '    ',
      '\n',
      '[demands]',
      '[^1]: ',
      '[^1]',
      '|',
      '---',
    );
    const bodies = fc
      .array(fc.oneof(pieces, fc.constant('\n'), fc.string({ maxLength: 3 })))
      .map((all) => all.join(''));
    const property = fc.property(bodies, (body) => {
      expect(listsIn(html(body))).toBe(1);
    });
    fc.assert(property, { numRuns: 500 });
  });
});

describe('the page and the text that was signed agree', () => {
  const draftWith = (body: string) => canonicalText({ ...adasDraft, body });

  test('that the demands are placed, in every letter that the rules allow', () => {
    const property = fc.property(drafts, ({ body }) => {
      expect(placesDemands(body)).toBe(/^\[demands\][ \t]*$/m.test(body));
    });
    fc.assert(property);
  });

  test.each(['> [demands]', '> > [demands]\n\nAfter.', '[^1]:[demands]\n\nx[^1]'])(
    'that the demands of %j follow the body',
    (body) => {
      expect(draftWith(body)).toContain(`${body}\n\n1. End the contract`);
      expect(placesDemands(body)).toBe(false);
    },
  );

  test.each(['[demands]', 'a\n[demands]\nb', '# a\n[demands]', '[demands]\t ', '- a\n[demands]'])(
    'that the demands of %j stand in it',
    (body) => {
      expect(draftWith(body)).not.toContain('[demands]');
      expect(placesDemands(body)).toBe(true);
    },
  );
});

test('a demand shows its emphasis, but no links, pictures or blocks', () => {
  const text = '**End** it, [now](https://corp.com), ![x](https://corp.com/x.png) # not a title';
  const rendered = html('', [{ text, status: 'refused' }]);
  expect(tagsOf(rendered).map(({ name }) => name)).toEqual(['ol', 'li', 'a', 'strong', 'span']);
  expect(textOf(rendered)).toContain(
    'End it, [now](https://corp.com), ![x](https://corp.com/x.png) # not a title refused',
  );
});

test.each([
  [
    'is a link with what it shows',
    '![Our *hall*](https://corp.com/x.png)',
    '<a href="https://corp.com/x.png" REL>Our hall</a>',
  ],
  [
    'without words is its address',
    '![](https://corp.com/x.png)',
    '<a href="https://corp.com/x.png" REL>https://corp.com/x.png</a>',
  ],
  [
    'within a link leaves the link',
    '[![Hall](https://corp.com/x.png)](https://corp.com)',
    '<a href="https://corp.com" REL>Hall</a>',
  ],
  [
    'that is no file of the web is its words',
    '![Hall](data:image/png;base64,AA) ![x](hall.png)',
    '<a>Hall</a> <a>x</a>',
  ],
])('a picture %s', (_, body, shown) => {
  expect(html(body, [])).toBe(`<p>${shown.replace('REL', 'rel="noopener nofollow ugc"')}</p>\n`);
  expect(renderNews(body).toHTML()).toBe(html(body, []));
});

test('a letter without demands has no list of them', () => {
  expect(html('Before.\n\n[demands]', [])).toBe('<p>Before.</p>\n');
  expect(html('Before.', [])).toBe('<p>Before.</p>\n');
});

test('the text of a letter is shown whole', () => {
  const body = '# Title\n\nWe *build* **this** ~~gladly~~.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n> said\n\n`code`';
  const words = textOf(html(body, [])).split(/\s+/).filter(Boolean);
  expect(words).toEqual(['Title', 'We', 'build', 'this', 'gladly.', 'a', 'b', '1', '2', 'said', 'code']);
});

describe('words of ours in the text of a letter', () => {
  const met = [{ text: 'Odpowiedzcie.', status: 'met' as const }];
  const inLetter = (language: string) => wholeOf(renderBody('', met, wordsIn(language), language));

  test('in a language that we do not speak say in which they are, and which way they run', () => {
    expect(inLetter('pl')).toContain(
      '<a class="anchor" href="#demand-1" lang="en" dir="ltr">Demand 1</a> Odpowiedzcie.',
    );
    expect(inLetter('he')).toContain('<span class="status" lang="en" dir="ltr">met</span>');
  });

  test.each(['en', 'de', 'ar', 'de-CH'])('in %s, which we speak, are as the text is', (language) => {
    expect(inLetter(language)).not.toMatch(/ (lang|dir)=/);
  });
});

describe('a text that would keep everybody waiting', () => {
  test('shows the marks of its notes where there are too many of them', () => {
    const noted = (count: number) => 'Word[^1] '.repeat(count) + '\n\n[^1]: Source';
    expect(html(noted(999), [])).toContain('class="footnotes"');
    expect(html(noted(1_000), [])).toContain('Word[^1] Word[^1]');
    expect(faultsOfBody({ body: noted(999), demands: [] })).toEqual([]);
    expect(faultsOfBody({ body: noted(1_000), demands: [] })).toEqual([
      { path: ['body'], message: 'letter-rules.notes?max=1000' },
    ]);
  });

  test('is shown as far as a letter may go', () => {
    const page = textOf(html('word '.repeat(200_000), []));
    expect(page.trim().split(/\s+/)).toHaveLength(40_000);
  });

  test.each([
    ['a link', '[a]', '[a]: https://corp.com/'],
    ['a picture', '![][a]', '[a]: https://corp.com/'],
  ])('mentions %s often, and at last by its words alone', (_, mention, definition) => {
    const page = html(`${mention.repeat(10_000)}\n\n${definition}${'b'.repeat(100_000)}`, []);
    expect(page.length).toBeLessThan(1_500_000);
    expect(page.match(/href="https/g)).toHaveLength(3);
  });
});
