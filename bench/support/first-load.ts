import { once } from 'node:events';
import { type IncomingMessage, STATUS_CODES, request } from 'node:http';
import { brotliDecompressSync } from 'node:zlib';

/** One answer of a page's first load: its path, and its bytes over the wire, head and body. */
export interface Loaded {
  path: string;
  bytes: number;
}

/** What a browser that was never here gets for a page: the page, and all that it and its styles name of this site. */
export async function firstLoad(port: number, path: string): Promise<Loaded[]> {
  const page = await load(port, path);
  const named = [...page.text.matchAll(/<(?:link rel="stylesheet"|script|img|link rel="preload")[^>]*>/g)];
  const parts = await Promise.all(
    pathsIn(named.map(([tag]) => tag).join('\n'), /(?:href|src)="(\/[^"]+)"/g).map((each) => load(port, each)),
  );
  const styles = parts.filter(({ path: each }) => each.endsWith('.css')).map(({ text }) => text);
  const known = parts.map(({ path: each }) => each);
  const fonts = pathsIn(styles.join('\n'), /url\(["']?([^"')]+)["']?\)/g)
    .filter((each) => !each.startsWith('data:'))
    .map((each) => new URL(each, 'http://site/assets/').pathname)
    .filter((each) => !known.includes(each));
  const loaded = [page, ...parts, ...(await Promise.all(fonts.map((each) => load(port, each))))];
  return loaded.map(({ path: each, bytes }) => ({ path: each, bytes }));
}

export const weightOf = (loaded: Loaded[]): number => loaded.reduce((sum, { bytes }) => sum + bytes, 0);

const pathsIn = (text: string, pattern: RegExp): string[] => [
  ...new Set(Array.from(text.matchAll(pattern), ([, path]) => path!)),
];

async function load(port: number, path: string): Promise<Loaded & { text: string }> {
  const headers = { 'Accept-Encoding': 'gzip, deflate, br' };
  const [answer] = (await once(request({ port, path, headers, agent: false }).end(), 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`${path} answers ${answer.statusCode}`);
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const packed = answer.headers['content-encoding'] === 'br';
  return { path, bytes: headSize(answer) + body.length, text: (packed ? brotliDecompressSync(body) : body).toString() };
}

/** Each header is a line with a colon and a space in it. */
const headSize = ({ statusCode, rawHeaders }: IncomingMessage): number =>
  `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode!]}\r\n\r\n`.length +
  rawHeaders.reduce((sum, part) => sum + part.length + 2, 0);
