import { type KeyObject, constants, createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { type AuditHead, type Checks, type Findings, openAudit } from '../protocol/audit.ts';
import { type Bytes, toBase64url } from '../protocol/bytes.ts';
import { readCheckpoint } from '../protocol/checkpoint.ts';
import type { Tally } from '../protocol/tally.ts';

/**
 * Audits a letter's published count. It shares only protocol/ with the server: what is here reads a file or an
 * address line by line and brings OpenSSL's verification. Memory grows with the number of keys, not with the file.
 */
export async function verifyCount(
  source: string,
  since: string | undefined,
  progress: (done: number, all: number) => void,
): Promise<Findings & { tally: Tally }> {
  const saved = since === undefined ? [] : [await told(since, readFile(since, 'utf8'))];
  const { head, leaves } = await readAudit(linesOf(await open(source), source));
  const all = readCheckpoint(head.checkpoints.at(-1) ?? '')?.size ?? 0;
  const audit = openAudit(head, openSsl(), saved);
  let done = 0;
  for await (const leaf of leaves) {
    audit.leaf(leaf);
    if (++done % 500 === 0) progress(done, all);
  }
  progress(done, all);
  const findings = audit.finish();
  const shown = await shownAt(source, head.tally ?? 'employees');
  if (shown !== undefined && shown !== findings.total) findings.faults.push(differs(shown, findings.total));
  return { ...findings, tally: head.tally ?? 'employees' };
}

const differs = (shown: number, total: number): string =>
  `the letter's page shows ${shown}, but the leaves make ${total} (if a release came in between, check again)`;

/** The number that people read on the letter's page; undefined where a file is checked, or the page shows none. */
async function shownAt(source: string, tally: Tally): Promise<number | undefined> {
  const page = letterOf(source)?.replace(/\.(?:vouched|supporters)$/, '');
  if (!page) return undefined;
  const html = await told(
    page,
    fetch(page).then((answer) => answer.text()),
  );
  const digits = new RegExp(`data-${tally === 'employees' ? 'total' : tally}>([^<]*)<`).exec(html)?.[1];
  return digits === undefined ? undefined : Number(digits.replace(/\D/g, ''));
}

const letterOf = (source: string): string | undefined => /^https?:[^?#]*\/letters\/[^/?#]+/.exec(source)?.[0];

/** A file, or the `audit.json` of a letter's address. */
async function open(source: string): Promise<Readable> {
  if (!/^https?:/.test(source)) return createReadStream(source, 'utf8');
  const letter = letterOf(source);
  const address = letter ? `${letter}/audit.json` : source;
  const answer = await told(address, fetch(address));
  if (!answer.ok || !answer.body) throw new Error(`${address} answers ${answer.status}`);
  return Readable.fromWeb(answer.body);
}

/** The lines of what is read; a reading that fails says of what. */
async function* linesOf(input: Readable, source: string): AsyncGenerator<string, undefined> {
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  const next = () => told(source, lines.next());
  for (let line = await next(); !line.done; line = await next()) yield line.value;
}

interface Audit {
  head: AuditHead;
  leaves: AsyncIterable<object> | Iterable<object>;
}

/** The file as a server writes it, leaf by leaf; what another program wrote anew is the same JSON, and read whole. */
async function readAudit(lines: AsyncGenerator<string, undefined>): Promise<Audit> {
  const first = (await lines.next()).value ?? '';
  if (first.endsWith('"leaves":[')) return { head: readHead(parsed(`${first}]}`)), leaves: leavesIn(lines) };
  const all = [first];
  for await (const line of lines) all.push(line);
  const whole = parsed(all.join('\n')) as { leaves?: unknown };
  if (!Array.isArray(whole.leaves)) throw new Error('this is no audit file: it has no leaves');
  return { head: readHead(whole), leaves: whole.leaves.map((leaf) => Object(leaf) as object) };
}

async function* leavesIn(lines: AsyncGenerator<string>): AsyncGenerator<object> {
  for await (const line of lines) {
    if (line === ']}') return;
    yield parsed(line.replace(/,$/, ''));
  }
}

function readHead(given: object): AuditHead {
  const head = given as AuditHead;
  if (head.format !== 'undersigned/audit/v1') throw new Error('this is an audit file of another form');
  const notes: unknown[] = Array.isArray(head.checkpoints) ? head.checkpoints : [null];
  if (!Array.isArray(head.versions) || notes.some((note) => typeof note !== 'string'))
    throw new Error('this is no audit file: its head is not whole');
  return head;
}

/** A line of JSON; an object without anything where it is none, which no check lets pass. */
function parsed(line: string): object {
  try {
    return Object(JSON.parse(line)) as object;
  } catch {
    return {};
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
  ERR_INVALID_URL: 'is no address',
};

/** Says in words why something cannot be read. */
async function told<Thing>(name: string, reading: Promise<Thing>): Promise<Thing> {
  return reading.catch((fault: NodeJS.ErrnoException) => {
    const { code } = (fault.cause ?? fault) as NodeJS.ErrnoException;
    throw new Error(`${name}: ${reasons[code ?? ''] ?? 'there is no answer'}`, { cause: fault });
  });
}

/** The three checks by Node's OpenSSL. */
function openSsl(): Checks {
  const keys = new Map<string, KeyObject>();
  const keyOf = (name: string, make: () => KeyObject) => keys.get(name) ?? keys.set(name, make()).get(name)!;
  return {
    sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
    verifyPass: (spki, message, signature) =>
      holds(() => {
        const key = keyOf('pass', () => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }));
        const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 };
        return verify('sha384', message, pss, signature);
      }),
    verifySignature: (key, message, signature) => holds(() => verify(null, message, ed25519Key(key), signature)),
  };
}

/** OpenSSL throws at bytes that are no key; they verify nothing. */
function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

const ed25519Key = (raw: Bytes): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toBase64url(raw) }, format: 'jwk' });

/** What was found, in plain words. */
export function explain({ total, leaves, byVersion, faults, tally }: Findings & { tally: Tally }): string {
  if (faults.length > 0) return `The count does NOT hold:\n${faults.map((words) => `  - ${words}`).join('\n')}`;
  const { whose, key, unproven } = words[tally];
  return [
    `The count holds: ${total} signatures${whose}, in a log of ${leaves} entries.`,
    `Proven: each carries a pass that the key of ${key} made; each pass counts once; each entry was signed by`,
    'whoever holds its pass; the log matches its signed checkpoints.',
    ...versionsWords(byVersion),
    ...unproven,
  ].join('\n');
}

/** The page says the same later and in larger steps, so that it points at nobody beside a name. */
const versionsWords = (counts: number[] | undefined): string[] =>
  counts ? [`By text: ${counts.map((count, i) => `${count} of them signed version ${i + 1}`).join(', ')}.`] : [];

/** What a number is of, and what it rests on beyond the proof. */
const words: Record<Tally, { whose: string; key: string; unproven: string[] }> = {
  employees: {
    whose: '',
    key: 'this letter',
    unproven: [
      'Not proven: that passes went only to real colleagues, which rests on the organizers, on whoever runs the',
      "server and on the employer's own mail system; that names are true; who signed, which nobody can tell.",
    ],
  },
  vouched: {
    whose: ' of colleagues who were vouched for',
    key: "this letter's invitations",
    unproven: [
      'Passes went to whoever brought an invitation; each pass of the employees could make three. Not proven: that',
      'they went only to real colleagues, which rests on those who invited and on whoever runs the server; that names',
      'are true; who signed, or was invited by whom, which nobody can tell.',
    ],
  },
  supporters: {
    whose: ' of supporters',
    key: "this letter's supporters",
    unproven: [
      'Passes went to one mailbox each, of any kind. Not proven: how many people they are, since somebody can have',
      'several mailboxes; that there was a mailbox at all, which rests on whoever runs the server; that names are',
      'true; who signed, which nobody can tell.',
    ],
  },
};
