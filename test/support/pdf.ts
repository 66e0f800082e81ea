import { inflateSync } from 'node:zlib';

/** What a reader of a PDF finds by selecting all, with a blank where a line or a style ends; Arabic from left to right. */
export function textOf(pdf: Buffer): string {
  const objects = objectsOf(pdf);
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head));
  return pages.map(({ head }) => textOfPage(head, objects)).join('\n');
}

export const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;

/** Width and height of the first page in points. */
export function sizeOf(pdf: Buffer): number[] {
  const [, box = ''] = /\/MediaBox \[([^\]]*)\]/.exec(pdf.toString('latin1')) ?? [];
  return box.split(' ').slice(2).map(Number).map(Math.round);
}

/** The tags of the structure in the order in which they are read aloud, each with how deep it lies. */
export function tagsOf(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const within = (number: string): string[] => {
    const head = objects.get(number)?.head ?? '';
    const tag = /\/Type \/StructElem\s+\/S \/(\w+)/.exec(head)?.[1];
    const root = head.includes('/Type /StructTreeRoot');
    if (tag === undefined && !root) return [];
    const [, kids = ''] = /\/K \[([^\]]*)\]/.exec(head) ?? [];
    // what an annotation or a mark is named by is no child
    const elements = kids.replace(/<<[^>]*>>/g, '').matchAll(/(\d+) 0 R/g);
    const inner = Array.from(elements, ([, kid]) => within(kid!)).flat();
    return tag === undefined ? inner : [tag, ...inner.map((one) => `${tag} ${one}`)];
  };
  const root = /\/StructTreeRoot (\d+) 0 R/.exec(catalogOf(pdf))?.[1];
  return root === undefined ? [] : within(root);
}

/** What the document says of itself. */
export const catalogOf = (pdf: Buffer): string =>
  [...objectsOf(pdf).values()].find(({ head }) => head.includes('/Type /Catalog'))?.head ?? '';

interface PdfObject {
  head: string;
  stream: string;
}

type Objects = Map<string, PdfObject>;

function objectsOf(pdf: Buffer): Objects {
  const text = pdf.toString('latin1');
  const begins = text.matchAll(/^(\d+) 0 obj\n/gm);
  return new Map(
    Array.from(begins, ({ index, 0: line, 1: number }) => {
      const body = text.slice(index + line.length, text.indexOf('\nendobj', index));
      const at = body.search(/stream\r?\n/);
      const head = at < 0 ? body : body.slice(0, at);
      return [number!, { head, stream: at < 0 ? '' : contentOf(head, body.slice(body.indexOf('\n', at) + 1)) }];
    }),
  );
}

const contentOf = (head: string, stream: string): string =>
  head.includes('/FlateDecode')
    ? inflateSync(Buffer.from(stream, 'latin1'), { finishFlush: 2 }).toString('latin1')
    : stream;

function textOfPage(page: string, objects: Objects): string {
  const follow = (pattern: RegExp, head: string) => objects.get(pattern.exec(head)?.[1] ?? '');
  const resources = follow(/\/Resources (\d+) 0 R/, page)?.head ?? page;
  const [, fontList = ''] = /\/Font <<([^>]*)>>/.exec(resources) ?? [];
  const fonts = new Map(
    Array.from(fontList.matchAll(/\/(\w+) (\d+) 0 R/g), ([, name, number]) => {
      const font = objects.get(number!)!;
      return [name!, lettersIn(follow(/\/ToUnicode (\d+) 0 R/, font.head)?.stream ?? '')];
    }),
  );
  return shownIn(follow(/\/Contents (\d+) 0 R/, page)?.stream ?? '', fonts);
}

/** Which text each glyph stands for. */
function lettersIn(map: string): Map<number, string> {
  const text = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  return new Map(
    Array.from(map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm), ([, glyph, hex]) => [
      parseInt(glyph!, 16),
      text(hex!),
    ]),
  );
}

function shownIn(content: string, fonts: Map<string, Map<number, string>>): string {
  let font: Map<number, string> | undefined;
  const kept: (typeof font)[] = [];
  // marked parts that are open; what is copied from one may be said in its mark
  const marks: boolean[] = [];
  let text = '';
  for (const token of tokensOf(content)) {
    if (token === 'q') kept.push(font);
    else if (token === 'Q') font = kept.pop();
    else if (token.endsWith('Tf')) font = fonts.get(token.slice(1, token.indexOf(' ')));
    else if (token === 'ET') text += ' ';
    else if (token === 'EMC') marks.pop();
    else if (token.endsWith('BDC') || token.endsWith('BMC')) {
      const instead = insteadIn(token);
      marks.push(instead !== undefined);
      text += instead ?? '';
    } else if (!marks.includes(true))
      text += glyphsOf(token)
        .map((glyph) => font?.get(glyph) ?? '\uFFFD')
        .join('');
  }
  return text;
}

function insteadIn(mark: string): string | undefined {
  const at = /\/ActualText\s*/.exec(mark);
  if (!at) return undefined;
  const begin = at.index + at[0].length;
  const hex = /^<([0-9A-F]*)>/i.exec(mark.slice(begin))?.[1];
  const bytes = hex === undefined ? bytesOf(mark.slice(begin, endOfString(mark, begin))) : Buffer.from(hex, 'hex');
  return bytes[0] === 0xfe ? Buffer.from(bytes.subarray(2)).swap16().toString('utf16le') : bytes.toString('latin1');
}

/** Changes of font, ends of text, marks, and strings; in these, parentheses stand in pairs or behind a backslash. */
function tokensOf(content: string): string[] {
  const tokens: string[] = [];
  const next = /\/\w+ [\d.]+ Tf|\bET\b|^[qQ]$|^EMC$|^\/\w+ BMC$|\/\w+\s*<<|<[0-9A-Fa-f]+>|\(/gm;
  for (let match = next.exec(content); match; match = next.exec(content)) {
    if (match[0] === '(') next.lastIndex = endOfString(content, match.index);
    if (match[0].endsWith('<<')) next.lastIndex = content.indexOf('BDC', match.index) + 3;
    tokens.push(content.slice(match.index, next.lastIndex));
  }
  return tokens;
}

function endOfString(content: string, begin: number): number {
  let open = 0;
  for (let i = begin; i < content.length; i++) {
    if (content[i] === '\\') i++;
    else if (content[i] === '(') open++;
    else if (content[i] === ')' && --open === 0) return i + 1;
  }
  return content.length;
}

const ESCAPES: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function glyphsOf(token: string): number[] {
  const bytes = token.startsWith('<') ? Buffer.from(token.slice(1, -1), 'hex') : bytesOf(token);
  return Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readUInt16BE(i * 2));
}

function bytesOf(string: string): Buffer {
  const unescaped = string
    .slice(1, -1)
    .replace(/\\([0-7]{1,3}|[\s\S])/g, (_all, code: string) =>
      /^[0-7]/.test(code) ? String.fromCharCode(parseInt(code, 8)) : (ESCAPES[code] ?? code),
    );
  return Buffer.from(unescaped, 'latin1');
}
