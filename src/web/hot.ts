import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { type Asked, type Encoding, isKnown, readAsked } from './asked.ts';
import { type Language, type Place, placeOf, preferred } from './languages.ts';

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

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

/** What is kept at a URL: for everybody, or for those whose browser wishes a language. */
type Kept = Partial<Record<Language | 'any', Finished>>;

interface Compressed {
  br: Buffer;
  gzip: Buffer;
}

export interface Answer {
  type: string;
  body: string | Buffer;
  cacheControl: string;
  /** Headers in place of, or beside, those that every answer carries; null leaves one out. */
  headers?: Record<string, string | null>;
  /** What is made already: its compressed forms, or the body itself where its format is a compressed one. */
  compressed?: 'itself' | Compressed;
  /** The browser's wish decided its language: another reader may be given another one. */
  byWish?: true;
}

/** Where an answer is kept. Files are the same for everybody; pages are in a language (`pageAt`). */
export type Spot = string | ({ path: string } & Place);

/** The spot of a page for whoever asks. */
export const pageAt = (req: IncomingMessage, path: string): Spot => ({ path, ...placeOf(req) });

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
  headers: FOR_ALL,
});

/** For programs, also for those that run in pages of other sites: there is no cookie that they could ride on. */
export const jsonAnswer = (value: unknown): Answer => ({
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(value),
  cacheControl: CACHE,
  headers: FOR_ALL,
});

/** For programs, word for word as it is. */
export const textAnswer = (type: 'text/plain' | 'application/json', body: string, cacheControl = CACHE): Answer => ({
  ...{ type: `${type}; charset=utf-8`, body, cacheControl },
  headers: FOR_ALL,
});

export const FOR_ALL = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'ETag',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** `name` is ASCII without quotes. */
export const pdfAnswer = (body: Buffer, name: string): Answer => ({
  type: 'application/pdf',
  body,
  cacheControl: CACHE,
  headers: { ...FOR_ALL, 'Content-Disposition': `inline; filename="${name}"` },
  compressed: 'itself',
});

/**
 * Finished answers by their exact URL. They are asked on the HTTP server before Express sees a request, and
 * stay until something published changes.
 */
export interface HotPages {
  /** Answers a GET or HEAD of a finished page, and says whether it did. */
  answer(req: IncomingMessage, res: ServerResponse): boolean;
  /** Finishes the page at this spot and answers with it; askers at one time share one making. */
  serve(req: IncomingMessage, res: ServerResponse, spot: Spot, produce: () => Promise<Answer>): Promise<void>;
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
  const fixed = new Map<string, Kept>();
  let pages = new Map<string, Kept>();
  let making = new Map<string, Promise<Finished>>();

  const make = async ({ url, reader, name }: Shelf, produce: () => Promise<Answer>): Promise<Finished> => {
    const [kept, underWay] = [pages, making];
    try {
      const answer = await produce();
      const finished = await finish(reader === 'any' ? answer : { ...answer, byWish: true }, common, 5);
      if (kept.size < MOST_PAGES) kept.set(url, { ...kept.get(url), [reader]: finished });
      return finished;
    } finally {
      underWay.delete(name);
    }
  };

  return {
    answer(req, res) {
      const kept = pages.get(req.url!) ?? fixed.get(req.url!);
      if (kept === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
      const asked = readAsked(req.rawHeaders);
      if (asked.hosts !== 1) return false;
      const finished = kept.any ?? kept[preferred(asked.wish)];
      if (finished === undefined) return false;
      send(req, res, finished, asked);
      return true;
    },
    async serve(req, res, spot, produce) {
      const shelf = shelfOf(spot);
      const finished = pages.get(shelf.url)?.[shelf.reader] ?? making.get(shelf.name) ?? make(shelf, produce);
      if (finished instanceof Promise) making.set(shelf.name, finished);
      send(req, res, await finished, readAsked(req.rawHeaders));
    },
    async once(req, res, answer) {
      send(req, res, await finish(answer, common, 4), readAsked(req.rawHeaders));
    },
    async keep(url, answer) {
      fixed.set(url, { any: await finish(answer, common, 5) });
    },
    forget() {
      pages = new Map();
      making = new Map();
    },
  };
}

/** Where a spot's answer stands among the kept ones, and its name while it is made. */
interface Shelf {
  url: string;
  reader: Language | 'any';
  name: string;
}

/** A reader's choice is in the URL, so that everybody there reads the same. */
function shelfOf(spot: Spot): Shelf {
  if (typeof spot === 'string') return { url: spot, reader: 'any', name: spot };
  const url = spot.prefix + spot.path;
  const reader = spot.prefix === '' ? spot.language : 'any';
  return { url, reader, name: `${reader} ${url}` };
}

function send(req: IncomingMessage, res: ServerResponse, finished: Finished, asked: Asked): void {
  const form = finished[asked.encoding];
  for (const name of form.without) res.removeHeader(name);
  if (isKnown(asked, form.etag)) {
    res.writeHead(304, form.headNotModified);
    res.end();
    return;
  }
  res.writeHead(200, form.head);
  res.end(req.method === 'HEAD' ? undefined : form.body);
}

async function finish(answer: Answer, common: string[], quality: number): Promise<Finished> {
  const body = Buffer.from(answer.body);
  const identity = formOf(answer, common, body);
  if (answer.compressed === 'itself') return { identity, br: identity, gzip: identity };
  const { br, gzip: gz } = answer.compressed ?? (await compress(body, quality));
  return { identity, br: formOf(answer, common, br, 'br'), gzip: formOf(answer, common, gz, 'gzip') };
}

async function compress(body: Buffer, quality: number): Promise<Compressed> {
  const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: quality };
  const [br, gz] = await Promise.all([brotli(body, { params }), gzip(body, { level: 9 })]);
  return { br, gzip: gz };
}

const WISHES = 'Accept-Encoding, Accept-Language';

function formOf(answer: Answer, common: string[], body: Buffer, encoding?: Encoding): Form {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const validators = [
    'ETag',
    etag,
    'Cache-Control',
    answer.cacheControl,
    'Vary',
    answer.byWish ? WISHES : 'Accept-Encoding',
  ];
  const carried = withOwn(common, answer.headers);
  return {
    etag,
    body,
    head: inOnePiece([
      ...carried,
      ...validators,
      ...(encoding ? ['Content-Encoding', encoding] : []),
      ...['Content-Type', answer.type, 'Content-Length', String(body.length)],
    ]),
    headNotModified: inOnePiece([...carried, ...validators]),
    without: Object.entries(answer.headers ?? {}).flatMap(([name, value]) => (value === null ? [name] : [])),
  };
}

/**
 * V8 keeps a text that was joined as its parts, and would join them anew for each answer: three in a hundred of a 304.
 * A copy is in one piece.
 */
const inOnePiece = (head: string[]): string[] => structuredClone(head);

/** The flat list of headers with those of one answer in place of the same ones in it. */
function withOwn(common: string[], own: Record<string, string | null> = {}): string[] {
  const names = Object.keys(own).map((name) => name.toLowerCase());
  const kept = common.filter((_part, i) => !names.includes(common[i - (i % 2)]!.toLowerCase()));
  return [...kept, ...Object.entries(own).flatMap(([name, value]) => (value === null ? [] : [name, value]))];
}
