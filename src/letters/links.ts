import type { MarkdownIt, StateCore, Token } from 'markdown-it';

/** Characters of all addresses of a text together; one that is defined once can be mentioned very often. */
const MOST_ADDRESSES = 400_000;

/** What a text's links lead to, in this order: bounded, then without pictures. */
export function plainLinks(markdown: MarkdownIt): void {
  markdown.core.ruler.push('addresses', ({ tokens }) => boundAddresses(tokens));
  markdown.core.ruler.push('pictures', (state) => {
    for (const line of state.tokens) line.children = line.children && withoutPictures(line.children, state);
  });
}

/** Ten thousand mentions of a long address would make gigabytes: those beyond the bound stay as their words. */
function boundAddresses(tokens: Token[]): void {
  let left = MOST_ADDRESSES;
  for (const token of tokens.flatMap(({ children }) => children ?? [])) {
    const address = token.type === 'image' ? 'src' : 'href';
    const url = String(token.attrGet(address) ?? '');
    if (url === '') continue;
    left -= url.length;
    // titles go at once: no page shows them
    token.attrs = left < 0 ? [] : [[address, url]];
  }
}

/**
 * No page of ours asks another site for a picture, which would tell that site who reads: what it shows is said instead,
 * as a link to it. Within a link only the words are left.
 */
function withoutPictures(tokens: Token[], state: StateCore): Token[] {
  let links = 0;
  return tokens.flatMap((token) => {
    if (token.type === 'link_open' || token.type === 'link_close') links += token.nesting;
    return token.type === 'image' ? saidInstead(token, links > 0, state) : token;
  });
}

function saidInstead(picture: Token, inLink: boolean, { Token: New, md, env }: StateCore): Token[] {
  const url = String(picture.attrGet('src') ?? '');
  const words = new New('text', '', 0);
  words.content = md.renderer.renderInlineAsText(picture.children ?? [], md.options, env).trim() || url;
  if (inLink) return [words];
  const open = new New('link_open', 'a', 1);
  open.attrSet('href', url);
  return [open, words, new New('link_close', 'a', -1)];
}
