import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { equalBytes, fromBase64url, fromHex, toBase64url, toHex } from '../../protocol/bytes.ts';
import { shortId } from '../../protocol/checkpoint.ts';
import type { LetterKeys } from '../../protocol/client.ts';
import { type Descriptor, descriptorBytes } from '../../protocol/descriptor.ts';
import { readSpki } from '../../protocol/spki.ts';
import { type OtherTally, type Tally, otherTallies, spkiOfTally, tallyMessage } from '../../protocol/tally.ts';
import { faultOfVersions, frozenPart } from '../../protocol/versions.ts';
import { Refusal } from '../refusal.ts';

/** A letter whose descriptor, key and link have been checked. */
export interface CheckedLetter extends LetterKeys {
  /** Of the latest text, which is the one that is signed. */
  versionHash: Uint8Array<ArrayBuffer>;
  /** What a link pins: the hash of version 1. */
  pinnedHash: Uint8Array<ArrayBuffer>;
  /** As this tally sees it: with its key and pledges. */
  descriptor: Descriptor;
  /** Version 1, as it is hashed. */
  first: Descriptor;
  tally: Tally;
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
  const { first, later, id, tally } = descriptorsIn(await textOf(source, address), source);
  const pins = [pinIn(pin), address === undefined ? undefined : pinIn(/#\w{26}$/.exec(source)?.[0])];
  const known = pins.filter((one) => one !== undefined);
  const named = { id, address, pins: known, tally: tally ?? tallyIn(address?.split('.').at(-1)) };
  return checkLetter(first, { ...named, later });
}

/** Refuses a descriptor that is not the one that the page or the link names, and a key that could mark a signatory. */
export function checkLetter(
  first: Descriptor,
  { id, address, pins, tally = 'employees', later = [] }: Named,
): CheckedLetter {
  const pinnedHash = sha256(descriptorBytes(first));
  const letterId = tally === 'employees' ? pinnedHash : sha256(tallyMessage(pinnedHash, tally));
  const named = id === undefined || [letterId, pinnedHash].some((one) => equalBytes(Buffer.from(id, 'hex'), one));
  if (!named || pins?.some((one) => one !== shortId(pinnedHash)) || !followsFirst(first, later))
    throw new Refusal(
      'Do not sign. This letter is not the one that its id or your link names: its text, its key or its rules were altered.',
    );
  try {
    readSpki(fromBase64url(spkiOfTally(first, tally) ?? ''), BITS);
  } catch {
    throw new Refusal(`Do not sign. The key of this letter is not an RSA key of ${BITS} bits with e = 65537.`);
  }
  const latest = later.at(-1) ?? first;
  const own = { letterId, pinnedHash, descriptor: asTally(latest, tally), first, tally };
  const versionHash = sha256(descriptorBytes(latest));
  return { ...own, versionHash, bits: BITS, address, pinned: Boolean(pins?.length) };
}

/** A saved page names only the first and the latest version; any other source names all, and is checked link by link. */
function followsFirst(first: Descriptor, later: Descriptor[]): boolean {
  const latest = later.at(-1);
  if (!latest) return true;
  if (latest.version !== later.length + 1) return frozenPart(latest) === frozenPart(first);
  const all = [first, ...later];
  return (
    faultOfVersions(
      all,
      all.map((one) => sha256(descriptorBytes(one))),
    ) === undefined
  );
}

/** What a link or a file says of its letter, besides the descriptor. */
interface Named {
  id?: string | undefined;
  address?: string | undefined;
  pins?: string[];
  tally?: Tally | undefined;
  /** The versions after the first that are known. */
  later?: Descriptor[];
}

/** The descriptor with what differs in this tally; nobody's staff stands in that of the supporters. */
function asTally(descriptor: Descriptor, tally: Tally): Descriptor {
  if (tally === 'employees') return descriptor;
  const { sites: _sites, roles: _roles, ...shared } = descriptor;
  const own = { ...shared, spki: descriptor[tally]!.spki, comments: false };
  if (tally === 'vouched') return own;
  return { ...own, employers: [{ name: 'Supporters', domains: [] }], pledges: descriptor.supporters!.pledges };
}

const tallyIn = (text: string | undefined): OtherTally | undefined => otherTallies.find((tally) => tally === text);

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

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
  const answer = await fetch(`${address}/descriptors.json`).catch(() => {
    throw new Refusal(`${address}: there is no answer. Save its page and give the file instead.`);
  });
  if (!answer.ok) throw new Refusal(`${address}/descriptors.json answers ${answer.status}`);
  return answer.text();
}

/** The descriptors in any of the files that hold some, and the letter's id where the file names it, hexadecimal. */
function descriptorsIn(text: string, source: string): Found {
  try {
    const found = text.trimStart().startsWith('<') ? inPage(text) : inJson(text);
    const isLetter = [found.first, ...found.later].every(({ format }) => format === 'undersigned/letter/v1');
    if (isLetter && found.first.version === 1) return found;
  } catch {
    // whatever is wrong with the file, it holds no letter
  }
  throw new Refusal(`${source}: holds no letter that this tool can read`);
}

interface Found {
  first: Descriptor;
  later: Descriptor[];
  id: string | undefined;
  tally: OtherTally | undefined;
}

function inPage(html: string): Found {
  const attribute = (name: string) => plainText(new RegExp(`\\sdata-${name}="([^"]*)"`).exec(html)![1]!);
  return {
    first: JSON.parse(attribute('descriptor')) as Descriptor,
    later: /\sdata-amended="/.test(html) ? [JSON.parse(attribute('amended')) as Descriptor] : [],
    id: toHex(fromBase64url(attribute('id'))),
    tally: tallyIn(/\sdata-tally="(\w+)"/.exec(html)?.[1]),
  };
}

function inJson(text: string): Found {
  // the leaves of audit.json, which follow its first line, are of no use here and may be many
  const first = text.split('\n', 1)[0]!;
  const read = JSON.parse(first.endsWith('"leaves":[') ? `${first}]}` : text) as Partial<{
    versions: Descriptor[];
    letter: string;
    tally: string;
  }>;
  const versions = read.versions ?? ((Array.isArray(read) ? read : [read]) as Descriptor[]);
  const [id, tally] = read.versions ? [toHex(fromHex(read.letter!)), tallyIn(read.tally)] : [];
  return { first: versions[0]!, later: versions.slice(1), id, tally };
}

const named: Record<string, string> = { quot: '"', amp: '&', lt: '<', gt: '>', nbsp: '\u00A0', apos: "'" };

/** The text of an HTML attribute, as our server and as browsers that save a page write it. */
const plainText = (html: string): string =>
  html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_all, hex?: string, decimal?: string, name?: string) =>
    name ? named[name]! : String.fromCodePoint(hex ? parseInt(hex, 16) : Number(decimal)),
  );

/** What a person compares before signing. */
export function describeLetter({ pinnedHash, descriptor, tally, pinned }: CheckedLetter): string {
  const { title, to, text_hash: hash, shown, employers, pledges, sites, roles } = descriptor;
  const { version } = descriptor;
  const end = `#${shortId(pinnedHash)}`;
  return [
    `Letter:    ${title}`,
    ...(tally === 'employees' ? [] : [`Counted:   among the ${tally}, apart from the employees`]),
    `To:        ${to.map(({ name }) => name).join(', ')}`,
    `Text:      SHA-256 ${hash}`,
    ...(version > 1
      ? [`Version:   ${version}. A link pins version 1, its keys and its rules, and not this text.`]
      : []),
    pinned
      ? `Link:      it ends in ${end} and pins this letter.`
      : `Link:      nothing pins this letter. Compare: the link that you trust must end in ${end}`,
    `Shown:     ${shown.join(', ')}`,
    ...(employers.length > 1 ? [`Employers: ${employers.map(({ name }) => name).join(', ')}`] : []),
    ...(sites ? [`Sites:     ${sites.join(', ')}`] : []),
    ...(roles ? [`Work:      ${roles.join(', ')}`] : []),
    ...pledges.map((pledge, i) => `Pledge ${i + 1}:  ${pledge}`),
  ].join('\n');
}

/** A pass's bytes as JSON carries them. */
export const encoded = <Value extends object>(value: Value): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, part instanceof Uint8Array ? toBase64url(part) : part]),
  );
