import MarkdownIt, { type Env, type MarkdownIt as Writer, type StateBlock, type Token } from 'markdown-it';
import footnote from 'markdown-it-footnote';
import sanitizeHtml from 'sanitize-html';
import { primaryOf } from '../web/languages.ts';
import { type SafeHtml, safeHtml } from '../web/safe-html.ts';
import type { Words } from '../web/words.ts';
import { demandStatuses } from './demand-words.ts';
import type { Demand } from './letter.ts';
import { plainLinks } from './links.ts';

interface Environment extends Env {
  /** Stands before the names of footnotes, so that two letters on a page have none in common. */
  docId?: string;
  /** The list of demands, made already. */
  list: string;
  placed: boolean;
}

const writerWithoutNotes = makeWriter().disable('reference');
const writer = makeWriter().use(footnote);
writer.renderer.rules['demands'] = (_tokens, _i, _options, env) => (env as Environment).list;

const inline = new MarkdownIt('commonmark', { html: false, typographer: true }).disable(['image', 'link', 'autolink']);

/** A letter is signed at its end, so its notes stand apart: below what closes it. */
export interface BodyText {
  body: SafeHtml;
  /** Null where there are none. */
  notes: SafeHtml | null;
}

/**
 * A letter's body with its demands where the author wants them, or after it. `words` are those of
 * the letter's `language`: what we write into it reads as it does, or says that it is in another one. Of two letters on a
 * page the second has a `prefix`.
 */
export function renderBody(
  body: string,
  demands: Demand[],
  words: OurWords,
  language: string = words.language,
  prefix = '',
): BodyText {
  const list = demandList(demands, words, inAnother(words, language), prefix);
  const environment: Environment = { list, placed: false, ...(prefix === '' ? {} : { docId: prefix }) };
  const tokens = parse(body, environment);
  const notes = tokens.findIndex(({ type }) => type === 'footnote_block_open');
  const end = notes < 0 ? tokens.length : notes;
  const render = (part: Token[]) => writer.renderer.render(part, writer.options, environment);
  const appended = environment.placed ? '' : environment.list;
  return {
    body: sanitise(render(tokens.slice(0, end)) + appended),
    notes: notes < 0 ? null : sanitise(render(tokens.slice(end))),
  };
}

const news = new MarkdownIt({ html: false, linkify: true, typographer: true })
  .disable(['heading', 'lheading'])
  .use(plainLinks);
news.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

/** An update's text. It has no headings: it stands below one, among others. */
export const renderNews = (body: string): SafeHtml => sanitise(news.render(body));

/** Whether the body says where the demands stand; what stands within its lines is not read for that. */
export function placesDemands(body: string): boolean {
  const environment: Environment = { list: '', placed: false };
  writer.block.parse(body.slice(0, MAX_BODY), writer, environment, []);
  return environment.placed;
}

/** What a body says, for whoever writes it otherwise than in HTML: the tokens, in which `demands` marks their place. */
export const bodyTokens = (body: string): Token[] => parse(body, { list: '', placed: false });

/** The same of a demand, which has no blocks. */
export const demandTokens = (text: string): Token[] => inline.parseInline(text, {});

/** Characters. A draft may hold more, and is shown so far. */
export const MAX_BODY = 200_000;

/** A letter mentions its notes and says what stands in them; no letter does so as often. */
export const MOST_MENTIONS = 1_000;

export const hasTooManyNotes = (body: string): boolean => (body.match(/\[\^|\^\[/g)?.length ?? 0) > MOST_MENTIONS;

/** What collects the notes copies the whole letter for each: where there are too many, their marks are shown instead. */
const parse = (body: string, environment: Environment): Token[] =>
  (hasTooManyNotes(body) ? writerWithoutNotes : writer).parse(body.slice(0, MAX_BODY), environment);

function makeWriter(): Writer {
  const made = new MarkdownIt({ html: false, linkify: true, typographer: true }).use(plainLinks);
  made.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  made.block.ruler.before('paragraph', 'demands', placeDemands, { alt: ['paragraph'] });
  return made;
}

/** A line with only `[demands]`, once and outside of other blocks; it may follow a paragraph without a blank line. */
function placeDemands(state: StateBlock, line: number, _end: number, silent: boolean): boolean {
  const env = state.env as Environment;
  const start = state.bMarks[line] ?? 0;
  // Inside a quotation or a footnote a line begins behind its mark; the signed text knows whole lines only.
  if (start > 0 && state.src[start - 1] !== '\n') return false;
  if (env.placed || !/^\[demands\][ \t]*$/.test(state.src.slice(start, state.eMarks[line]))) return false;
  if (silent) return true;
  env.placed = true;
  state.line = line + 1;
  state.push('demands', '', 0);
  return true;
}

type OurWords = Pick<Words, 'say' | 'language' | 'direction'>;

/** For a screen reader, where we do not speak the letter's language. */
const inAnother = (words: OurWords, language: string): string =>
  primaryOf(language) === words.language ? '' : ` lang="${words.language}" dir="${words.direction}"`;

function demandList(demands: Demand[], words: OurWords, marked: string, prefix: string): string {
  if (demands.length === 0) return '';
  const items = demands.map(({ text, status }, i) => {
    const label = status === 'open' ? '' : ` <span class="status"${marked}>${words.say(demandStatuses[status])}</span>`;
    const name = words.say('reading.letter.demand', { number: i + 1 });
    const id = `${prefix && `${prefix}-`}demand-${i + 1}`;
    return `<li id="${id}"><a class="anchor" href="#${id}"${marked}>${name}</a> ${inline.renderInline(text)}${label}</li>`;
  });
  return `<ol class="demands">${items.join('')}</ol>`;
}

/**
 * The second wall behind `html: false`: only these elements, only links to the web and to notes of the page,
 * and every outward link says that we do not vouch for it.
 */
function sanitise(html: string): SafeHtml {
  return safeHtml(
    sanitizeHtml(html, {
      allowedTags: [
        ...['p', 'h2', 'h3', 'h4', 'ol', 'ul', 'li', 'blockquote', 'pre', 'code', 'em', 'strong', 's', 'hr', 'br'],
        ...['a', 'sup', 'section', 'span', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
      ],
      allowedAttributes: {
        a: ['href', 'rel', 'class', 'id', 'aria-label', 'lang', 'dir'],
        span: ['lang', 'dir'],
        li: ['id', 'class'],
        ol: ['start', 'class'],
        '*': [],
      },
      allowedClasses: {
        ol: ['demands', 'footnotes-list'],
        a: ['anchor', 'footnote-backref'],
        span: ['status'],
        section: ['footnotes'],
        sup: ['footnote-ref'],
        li: ['footnote-item'],
      },
      allowedSchemes: ['http', 'https', 'mailto'],
      allowProtocolRelative: false,
      transformTags: { h1: 'h2', a: outwardLink },
    }),
  );
}

function outwardLink(
  tagName: string,
  attribs: Record<string, string>,
): { tagName: string; attribs: Record<string, string> } {
  const { href = '', ...rest } = attribs;
  if (!/^(#|https?:\/\/|mailto:)/i.test(href)) return { tagName, attribs: rest };
  const inPage = href.startsWith('#');
  return { tagName, attribs: inPage ? attribs : { ...attribs, rel: 'noopener nofollow ugc' } };
}
