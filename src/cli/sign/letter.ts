import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { equalBytes, fromBase64url, fromHex, toBase64url, toHex } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { LetterKeys } from '../../protocol/client.ts';
import { type Descriptor, descriptorBytes } from '../../protocol/descriptor.ts';
import { readSpki } from '../../protocol/spki.ts';
import { Refusal } from '../refusal.ts';

/** A letter whose descriptor, key and link have been checked. */
export interface CheckedLetter extends LetterKeys {
  versionHash: Uint8Array<ArrayBuffer>;
  descriptor: Descriptor;
  /** Where the site shows it; undefined for a letter from a file. */
  address: string | undefined;
  /** Whether the link that somebody shared names this very letter. */
  pinned: boolean;
}

/** Size of the RSA key that every letter publishes (PROTOCOL.md, step 0). */
const BITS = 3072;

/**
 * The letter behind a link, or in a file: a saved page of it, its `audit.json` or its `descriptor.json`. What a
 * link carries behind its `#` never reaches the server, so no server can answer it with another key.
 */
export async function readLetter(source: string, pin: string | undefined): Promise<CheckedLetter> {
  const address = /^https?:\/\/[^?#]+\/letters\/[^/?#]+/.exec(source)?.[0];
  const { descriptor, id } = descriptorIn(await textOf(source, address), source);
  const pins = [pinIn(pin), address === undefined ? undefined : pinIn(/#\w{26}$/.exec(source)?.[0])];
  return checkLetter(descriptor, { id, address, pins: pins.filter((one) => one !== undefined) });
}

/** Refuses a descriptor that is not the one that the page or the link names, and a key that could mark a signatory. */
export function checkLetter(
  descriptor: Descriptor,
  { id, address, pins }: { id?: string | undefined; address?: string | undefined; pins?: string[] },
): CheckedLetter {
  const letterId = new Uint8Array(createHash('sha256').update(descriptorBytes(descriptor)).digest());
  const named = id === undefined || equalBytes(Buffer.from(id, 'hex'), letterId);
  if (!named || pins?.some((one) => one !== shortId(letterId)))
    throw new Refusal(
      'Do not sign. This letter is not the one that its id or your link names: its text, its key or its rules were altered.',
    );
  try {
    readSpki(fromBase64url(descriptor.spki), BITS);
  } catch {
    throw new Refusal(`Do not sign. The key of this letter is not an RSA key of ${BITS} bits with e = 65537.`);
  }
  return { letterId, versionHash: letterId, descriptor, bits: BITS, address, pinned: Boolean(pins?.length) };
}

/** The 26 characters of a pin, in a link or alone. */
function pinIn(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const pin = /(?:^|#)(\w{26})$/.exec(text)?.[1]?.toUpperCase();
  if (pin === undefined)
    throw new Refusal(`${text} pins no letter: 26 letters and digits stand behind the # of a link.`);
  return pin;
}

async function textOf(source: string, address: string | undefined): Promise<string> {
  if (address === undefined) {
    if (/^https?:/.test(source)) throw new Refusal(`${source} is no link of a letter: …/letters/NAME`);
    return readFile(source, 'utf8').catch(() => {
      throw new Refusal(`${source}: cannot be read`);
    });
  }
  const answer = await fetch(`${address}/descriptor.json`).catch(() => {
    throw new Refusal(`${address}: there is no answer. Save its page and give the file instead.`);
  });
  if (!answer.ok) throw new Refusal(`${address}/descriptor.json answers ${answer.status}`);
  return answer.text();
}

/** The descriptor in any of the files that hold one, and the letter's id where the file names it, hexadecimal. */
function descriptorIn(text: string, source: string): { descriptor: Descriptor; id: string | undefined } {
  try {
    const { descriptor, id } = text.trimStart().startsWith('<') ? inPage(text) : inJson(text);
    if (descriptor.format === 'undersigned/letter/v1' && descriptor.version === 1) return { descriptor, id };
  } catch {
    // whatever is wrong with the file, it holds no letter
  }
  throw new Refusal(`${source}: holds no letter that this tool can read`);
}

function inPage(html: string): { descriptor: Descriptor; id: string } {
  const attribute = (name: string) => plainText(new RegExp(`\\sdata-${name}="([^"]*)"`).exec(html)![1]!);
  return { descriptor: JSON.parse(attribute('descriptor')) as Descriptor, id: toHex(fromBase64url(attribute('id'))) };
}

function inJson(text: string): { descriptor: Descriptor; id: string | undefined } {
  // the leaves of audit.json, which follow its first line, are of no use here and may be many
  const first = text.split('\n', 1)[0]!;
  const read = JSON.parse(first.endsWith('"leaves":[') ? `${first}]}` : text) as Partial<{
    versions: Descriptor[];
    letter: string;
  }>;
  return read.versions
    ? { descriptor: read.versions[0]!, id: toHex(fromHex(read.letter!)) }
    : { descriptor: read as Descriptor, id: undefined };
}

const named: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', nbsp: '\u00A0', apos: "'" };

/** The text of an HTML attribute, as our server and as browsers that save a page write it. */
const plainText = (html: string): string =>
  html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_all, hex?: string, decimal?: string, name?: string) =>
    name ? named[name]! : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)),
  );

/** What a person compares before signing. */
export function describeLetter({ letterId, descriptor, pinned }: CheckedLetter): string {
  const { title, to, text_hash: hash, shown, employers, pledges } = descriptor;
  const end = `#${shortId(letterId)}`;
  return [
    `Letter:    ${title}`,
    `To:        ${to.map(({ name }) => name).join(', ')}`,
    `Text:      SHA-256 ${hash}`,
    pinned
      ? `Link:      it ends in ${end} and pins this letter.`
      : `Link:      nothing pins this letter. Compare: the link that you trust must end in ${end}`,
    `Shown:     ${shown.join(', ')}`,
    ...(employers.length > 1 ? [`Employers: ${employers.map(({ name }) => name).join(', ')}`] : []),
    ...pledges.map((pledge, i) => `Pledge ${i + 1}:  ${pledge}`),
  ].join('\n');
}

/** A pass's bytes as JSON carries them. */
export const encoded = <Value extends object>(value: Value): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, part instanceof Uint8Array ? toBase64url(part) : part]),
  );
