import type { Token } from 'markdown-it';
import { bodyTokens, demandTokens } from '../../letters/markdown.ts';
import { breakable } from './breakable.ts';

/** A piece of a line: its text, or text that is set apart. */
export type Inline =
  | string
  | { kind: 'strong' | 'emphasis' | 'struck'; inlines: Inline[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; url: string; shown: string | null; inlines: Inline[] }
  /** The first mention of a note, by its position among the notes; later mentions are marks. */
  | { kind: 'note' | 'mark'; number: number }
  | { kind: 'break' };

export type Block =
  | { kind: 'paragraph'; inlines: Inline[] }
  | { kind: 'heading'; level: number; inlines: Inline[] }
  | { kind: 'list'; start: number | null; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; block: true; text: string }
  | { kind: 'table'; columns: number; rows: Inline[][][] }
  | { kind: 'rule' | 'demands' };

export interface DocumentTree {
  blocks: Block[];
  notes: Block[][];
}

/** A letter nests a quotation or a list; what lies deeper is set without its frame, because typesetting recurses. */
const DEEPEST = 4;
const WIDEST = 8;

/** The body of a letter as values, with its demands where the author wants them or last. All it holds is text. */
export function treeOf(body: string): DocumentTree {
  const roots = nestedOf(bodyTokens(body));
  const isNotes = ({ token }: Node) => token.type === 'footnote_block_open';
  const text = roots.filter((node) => !isNotes(node));
  const notes = roots.filter(isNotes).flatMap(({ within }) => within);
  const mentioned = new Set<number>();
  const blocks = text.flatMap((node) => blocksOf(node, DEEPEST, mentioned));
  const placed = text.some(({ token }) => token.type === 'demands');
  return {
    blocks: inSteps(placed ? blocks : [...blocks, { kind: 'demands' }]),
    // inside a note others are marks only: a note that mentions itself would never end
    notes: notes.map(({ within }) => within.flatMap((node) => blocksOf(node, DEEPEST, undefined))),
  };
}

/** Below the title no level is left out: who goes through a document by its headings would look for what is missing. */
function inSteps(blocks: Block[]): Block[] {
  let last = 1;
  return blocks.map((block) => {
    if (block.kind !== 'heading') return block;
    last = Math.min(block.level, last + 1);
    return { ...block, level: last };
  });
}

/** A demand is one line. */
export const demandTree = (text: string): Inline[] =>
  demandTokens(text).flatMap(({ children }) => inlinesOf(nestedOf(children ?? []), DEEPEST, undefined));

/** A token with what stands between it and its closing token. */
interface Node {
  token: Token;
  within: Node[];
}

function nestedOf(tokens: Token[]): Node[] {
  const open: Node[][] = [[]];
  for (const token of tokens) {
    if (token.nesting < 0) {
      open.pop();
      continue;
    }
    const node = { token, within: [] };
    open.at(-1)!.push(node);
    if (token.nesting > 0) open.push(node.within);
  }
  return open[0]!;
}

/** The notes mentioned so far; undefined inside a note. */
type Mentioned = Set<number> | undefined;

function blocksOf({ token, within }: Node, deepest: number, mentioned: Mentioned): Block[] {
  const blocks = (nodes: Node[]) => nodes.flatMap((node) => blocksOf(node, deepest - 1, mentioned));
  const line = () => inlinesOf(lineIn(within), DEEPEST, mentioned);
  if (deepest === 0 && within.some(({ token: { type } }) => type !== 'inline')) {
    return within.flatMap((node) => blocksOf(node, 0, mentioned));
  }
  switch (token.type) {
    case 'paragraph_open':
      return [{ kind: 'paragraph', inlines: line() }];
    case 'heading_open':
      return [{ kind: 'heading', level: Math.min(4, Math.max(2, Number(token.tag.slice(1)))), inlines: line() }];
    case 'bullet_list_open':
      return [{ kind: 'list', start: null, items: within.map((item) => blocks(item.within)) }];
    case 'ordered_list_open': {
      const start = Number(token.attrGet('start') ?? 1);
      return [{ kind: 'list', start, items: within.map((item) => blocks(item.within)) }];
    }
    case 'blockquote_open':
      return [{ kind: 'quote', blocks: blocks(within) }];
    case 'fence':
    case 'code_block':
      return [{ kind: 'code', block: true, text: breakable(token.content.replace(/\n$/, '')) }];
    case 'table_open':
      return tableOf(within, mentioned);
    case 'hr':
      return [{ kind: 'rule' }];
    case 'demands':
      return [{ kind: 'demands' }];
    case 'inline':
      return [{ kind: 'paragraph', inlines: inlinesOf(lineIn([{ token, within }]), DEEPEST, mentioned) }];
    default:
      return within.length > 0 ? blocks(within) : textBlock(token.content);
  }
}

const textBlock = (text: string): Block[] => (text === '' ? [] : [{ kind: 'paragraph', inlines: [breakable(text)] }]);

function tableOf(parts: Node[], mentioned: Mentioned): Block[] {
  const rows = parts
    .flatMap(({ within }) => within)
    .map((row) => row.within.map((cell) => inlinesOf(lineIn(cell.within), DEEPEST, mentioned)));
  const columns = Math.max(0, ...rows.map((row) => row.length));
  if (columns <= WIDEST) return [{ kind: 'table', columns, rows }];
  return rows.map((row) => ({ kind: 'paragraph', inlines: row.flatMap((cell) => [...cell, ' | ']) }));
}

const lineIn = (nodes: Node[]): Node[] => nodes.flatMap(({ token }) => nestedOf(token.children ?? []));

function inlinesOf(nodes: Node[], deepest: number, mentioned: Mentioned): Inline[] {
  return joined(nodes.flatMap((node) => inlineOf(node, deepest, mentioned)));
}

function inlineOf({ token, within }: Node, deepest: number, mentioned: Mentioned): Inline[] {
  const inlines = () => inlinesOf(within, deepest - 1, mentioned);
  if (deepest === 0 && within.length > 0) return inlinesOf(within, 0, mentioned);
  switch (token.type) {
    case 'strong_open':
      return [{ kind: 'strong', inlines: inlines() }];
    case 'em_open':
      return [{ kind: 'emphasis', inlines: inlines() }];
    case 's_open':
      return [{ kind: 'struck', inlines: inlines() }];
    case 'code_inline':
      return [{ kind: 'code', text: breakable(token.content) }];
    case 'link_open':
      return linkOf(String(token.attrGet('href') ?? ''), within, inlines());
    case 'footnote_ref':
      return [noteOf((token.meta as { id: number }).id, mentioned)];
    case 'softbreak':
      return [' '];
    case 'hardbreak':
      return [{ kind: 'break' }];
    case 'footnote_anchor':
      return [];
    default:
      return within.length > 0 ? inlines() : [breakable(token.content)];
  }
}

function noteOf(number: number, mentioned: Mentioned): Inline {
  const first = mentioned !== undefined && !mentioned.has(number);
  mentioned?.add(number);
  return { kind: first ? 'note' : 'mark', number };
}

/** As on the page, only links to the web and to mailboxes. On paper the address is read where the text is another. */
function linkOf(url: string, within: Node[], inlines: Inline[]): Inline[] {
  if (!/^(https?:\/\/|mailto:)/i.test(url)) return inlines;
  const shown = within.length === 1 && within[0]!.token.content === url;
  return [{ kind: 'link', url, shown: shown ? null : breakable(url), inlines }];
}

/** Neighbouring texts as one, so that words are not cut where Markdown cut them. */
const joined = (inlines: Inline[]): Inline[] =>
  inlines.reduce<Inline[]>((all, next) => {
    const last = all.at(-1);
    if (typeof last === 'string' && typeof next === 'string') all[all.length - 1] = last + next;
    else all.push(next);
    return all;
  }, []);
