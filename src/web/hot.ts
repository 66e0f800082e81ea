import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

type Encoding = 'br' | 'gzip' | 'identity';

/** One finished answer in one encoding: bytes and heads, all made once. */
interface Form {
  etag: string;
  body: Buffer;
  head: string[];
  headNotModified: string[];
  /** Headers that Express has set already, and that this answer does not carry. */
  without: string[];
}

type Finished = Record<Encoding, Form>;

export interface Answer {
  type: string;
  body: string | Buffer;
  cacheControl: string;
  /** Headers in place of, or beside, those that every answer carries; null leaves one out. */
  headers?: Record<string, string | null>;
  /** Its format is compressed already. */
  packed?: true;
}

/** Browsers ask each time and mostly hear that nothing changed. */
const CACHE = 'public, no-cache';

export const htmlAnswer = (body: string): Answer => ({
  type: 'text/html; charset=utf-8',
  body,
  cacheControl: CACHE,
});

export const markdownAnswer = (body: string): Answer => ({
  type: 'text/markdown; charset=utf-8',
  body,
  cacheControl: CACHE,
});

/** For programs, also for those that run in pages of other sites: there is no cookie that they could ride on. */
export const jsonAnswer = (value: unknown): Answer => ({
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
  cacheControl: CACHE,
  headers: FOR_ALL,
});

export const FOR_ALL = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** `name` is ASCII without quotes. */
export const pdfAnswer = (body: Buffer, name: string): Answer => ({
  type: 'application/pdf',
  body,
  cacheControl: CACHE,
  headers: { 'Content-Disposition': `inline; filename="${name}"` },
  packed: true,
});

/**
 * Finished answers by their exact URL. They are asked on the HTTP server before Express sees a request, and
 * stay until something published changes.
 */
export interface HotPages {
  /** Answers a GET or HEAD of a finished page, and says whether it did. */
  answer(req: IncomingMessage, res: ServerResponse): boolean;
  /** Finishes the page at the request's URL and answers with it; askers at one time share one making. */
  serve(req: IncomingMessage, res: ServerResponse, url: string, produce: () => Promise<Answer>): Promise<void>;
  /** Answers with what is made for this request alone, with its validators, and keeps nothing. */
  once(req: IncomingMessage, res: ServerResponse, answer: Answer): Promise<void>;
  /** Keeps an answer that never changes while the program runs. */
  keep(url: string, answer: Answer): Promise<void>;
  /** Drops every page that may have changed; what is being made just now is not kept either. */
  forget(): void;
}

const MOST_PAGES = 5_000;

/** `common` are the headers that every answer carries, flat: name, value, name, value. */
export function createHotPages(common: string[]): HotPages {
  const fixed = new Map<string, Finished>();
  let pages = new Map<string, Finished>();
  let making = new Map<string, Promise<Finished>>();

  const make = async (url: string, produce: () => Promise<Answer>): Promise<Finished> => {
    const [kept, underWay] = [pages, making];
    try {
      const finished = await finish(await produce(), common, 5);
      if (kept.size < MOST_PAGES) kept.set(url, finished);
      return finished;
    } finally {
      underWay.delete(url);
    }
  };

  return {
    answer(req, res) {
      const finished = pages.get(req.url!) ?? fixed.get(req.url!);
      if (finished === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
      const asked = readAsked(req.rawHeaders);
      if (asked.hosts !== 1) return false;
      send(req, res, finished, asked);
      return true;
    },
    async serve(req, res, url, produce) {
      const finished = pages.get(url) ?? making.get(url) ?? make(url, produce);
      if (finished instanceof Promise) making.set(url, finished);
      send(req, res, await finished, readAsked(req.rawHeaders));
    },
    async once(req, res, answer) {
      send(req, res, await finish(answer, common, 4), readAsked(req.rawHeaders));
    },
    async keep(url, answer) {
      fixed.set(url, await finish(answer, common, 11));
    },
    forget() {
      pages = new Map();
      making = new Map();
    },
  };
}

interface Asked {
  hosts: number;
  encoding: Encoding;
  /** If-None-Match. */
  known: string | undefined;
}

/**
 * The three headers that matter here, from the list as it came: `req.headers` would make an object of all of them
 * for each request, which costs a tenth of a finished page.
 */
function readAsked(rawHeaders: string[]): Asked {
  const asked: Asked = { hosts: 0, encoding: 'identity', known: undefined };
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && isNamed(name, 'Host', 'host')) asked.hosts += 1;
    else if (name.length === 15 && isNamed(name, 'Accept-Encoding', 'accept-encoding')) {
      asked.encoding = encodingOf(rawHeaders[i + 1]!);
    } else if (name.length === 13 && isNamed(name, 'If-None-Match', 'if-none-match')) asked.known = rawHeaders[i + 1]!;
  }
  return asked;
}

const isNamed = (name: string, usual: string, lower: string): boolean =>
  name === usual || name === lower || name.toLowerCase() === lower;

function send(req: IncomingMessage, res: ServerResponse, finished: Finished, { encoding, known }: Asked): void {
  const form = finished[encoding];
  for (const name of form.without) res.removeHeader(name);
  if (known !== undefined && (known === '*' || known.includes(form.etag))) {
    res.writeHead(304, form.headNotModified);
    res.end();
    return;
  }
  res.writeHead(200, form.head);
  res.end(req.method === 'HEAD' ? undefined : form.body);
}

/** The smallest form that the client takes (RFC 9110, section 12.5.3); a weight of 0 is a refusal. */
function encodingOf(accepted: string): Encoding {
  if (accepted === 'gzip, deflate, br, zstd' || accepted === 'gzip, deflate, br') return 'br';
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(accepted) ? 'gzip' : 'identity';
}

async function finish(answer: Answer, common: string[], quality: number): Promise<Finished> {
  const body = Buffer.from(answer.body);
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: quality };
  if (answer.packed) {
    const identity = formOf(answer, common, body);
    return { identity, br: identity, gzip: identity };
  }
  const [br, gz] = await Promise.all([brotli(body, { params }), gzip(body, { level: 9 })]);
  return {
    identity: formOf(answer, common, body),
    br: formOf(answer, common, br, 'br'),
    gzip: formOf(answer, common, gz, 'gzip'),
  };
}

function formOf(answer: Answer, common: string[], body: Buffer, encoding?: Encoding): Form {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const validators = ['ETag', etag, 'Cache-Control', answer.cacheControl, 'Vary', 'Accept-Encoding'];
  const carried = withOwn(common, answer.headers);
  return {
    etag,
    body,
    head: [
      ...carried,
      ...validators,
      ...(encoding ? ['Content-Encoding', encoding] : []),
      ...['Content-Type', answer.type, 'Content-Length', String(body.length)],
    ],
    headNotModified: [...carried, ...validators],
    without: Object.entries(answer.headers ?? {}).flatMap(([name, value]) => (value === null ? [name] : [])),
  };
}

/** The flat list of headers with those of one answer in place of the same ones in it. */
function withOwn(common: string[], own: Record<string, string | null> = {}): string[] {
  const names = Object.keys(own).map((name) => name.toLowerCase());
  const kept = common.filter((_part, i) => !names.includes(common[i - (i % 2)]!.toLowerCase()));
  return [...kept, ...Object.entries(own).flatMap(([name, value]) => (value === null ? [] : [name, value]))];
}
