import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, resolve } from 'node:path';
import * as z from 'zod';

/** What a program is: the issuer, the board, or both in one (PROTOCOL.md, section 1). */
export type Role = 'both' | 'issuer' | 'board';

/** What an installation can set. `readConfig` is the only reader of the environment. */
export interface Config {
  role: Role;
  port: number;
  host: string;
  /** Origin under which people reach the site, without a slash at the end. Links are made from nothing else. */
  baseUrl: string;
  /** The main database; its folder holds everything that the installation keeps. */
  databaseFile: string;
  dataFolder: string;
  /** Where mail is handed over; undefined keeps it in memory, which production refuses. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** Networks of employers, from which the signing page warns; nothing of a visit is stored. */
  employerNetworks: string[];
  /** The onion service of this installation, shown where people sign. */
  onionUrl: string | undefined;
  /** Hosts of push services beside those of the browsers; `off` where nobody is sent notices. */
  pushServices: string[] | 'off';
  /** What a reader of /metrics has to show; without it, only this machine reads them. */
  metricsToken: string | undefined;
  /** What Express takes as `trust proxy`; false where nothing stands in front. */
  trustProxy: boolean | number | string;
  /** Signs the cookies of organizers; undefined makes one and keeps it in the data folder. */
  secretKey: string | undefined;
  production: boolean;
  /** Write public pages as files that a web server can serve while the program does not run. */
  snapshots: boolean;
  /** Plant the demonstration letters into an empty database. */
  demo: boolean;
}

/** A setting that cannot be used; `faults` names every one at once. */
export class ConfigFault extends Error {
  readonly faults: string[];
  constructor(faults: string[]) {
    super(`The settings cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

const flag = z.enum(['0', '1'], 'must be 0 or 1').transform((value) => value === '1');

const settings = z.object({
  NODE_ENV: z.string().default('development'),
  ROLE: z.enum(['both', 'issuer', 'board'], 'must be issuer, board or both').default('both'),
  PORT: z.coerce.number('must be a number').int().min(0).max(65_535, 'must be at most 65535').default(3000),
  HOST: z.string().default('127.0.0.1'),
  BASE_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  DATABASE_URL: z
    .string()
    .regex(/^file:./, 'must be file: and the path of the database')
    .default('file:./data/undersigned.db'),
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp or smtps URL' }).optional(),
  MAIL_FROM: z.string().optional(),
  TRUST_PROXY: z
    .string()
    .refine(isTrust, 'must be a number of proxies, or addresses and networks such as 10.0.0.0/8, loopback')
    .default('0'),
  EMPLOYER_NETWORKS: z.string().refine(isNetworks, 'must be networks such as 192.0.2.0/24, 2001:db8::/32').optional(),
  ONION_URL: z
    .url({ protocol: /^https?$/, hostname: /\.onion$/, error: 'must be the URL of an onion service' })
    .optional(),
  SECRET_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  PUSH_SERVICES: z.string().refine(isServices, 'must be off, or hosts such as push.example.org').optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SNAPSHOTS: flag.default(true),
  DEMO: flag.optional(),
});

/**
 * Reads every setting; an empty one counts as unset, and `NAME_FILE` gives the file that holds NAME. A command
 * that does not serve needs no mail server.
 */
export function readConfig(
  env: Record<string, string | undefined>,
  purpose: 'serving' | 'command' = 'serving',
): Config {
  const { values, unreadable } = withFiles(env);
  const given = settings.safeParse(values);
  const production = values['NODE_ENV'] === 'production';
  const faults = [
    ...unreadable.map((name) => `${name} names a file that cannot be read`),
    ...(given.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`),
    ...(production && purpose === 'serving' ? missingInProduction(values) : []),
    ...(given.data?.DEMO === true && given.data.ROLE !== 'both'
      ? ['DEMO must be 0 with this ROLE: the demonstration needs issuer and board in one']
      : []),
  ];
  if (!given.success || faults.length > 0) throw new ConfigFault(faults);
  const set = given.data;
  const baseUrl = new URL(set.BASE_URL ?? `http://localhost:${set.PORT}`).origin;
  const databaseFile = resolve(set.DATABASE_URL.slice('file:'.length));
  return {
    role: set.ROLE,
    port: set.PORT,
    host: set.HOST,
    baseUrl,
    databaseFile,
    dataFolder: dirname(databaseFile),
    smtpUrl: set.SMTP_URL,
    mailFrom: set.MAIL_FROM ?? `post@${new URL(baseUrl).hostname}`,
    employerNetworks: networksIn(set.EMPLOYER_NETWORKS ?? ''),
    onionUrl: set.ONION_URL === undefined ? undefined : new URL(set.ONION_URL).origin,
    pushServices: set.PUSH_SERVICES === 'off' ? 'off' : networksIn(set.PUSH_SERVICES ?? ''),
    metricsToken: set.METRICS_TOKEN,
    trustProxy: trustOf(set.TRUST_PROXY),
    secretKey: set.SECRET_KEY,
    production,
    snapshots: set.SNAPSHOTS,
    demo: set.DEMO ?? (!production && set.ROLE === 'both'),
  };
}

function networksIn(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function isNetworks(value: string): boolean {
  return networksIn(value).every((network) => isNetwork(network, true));
}

/** Hosts as a URL writes them, with a port where it is not 443. */
function isServices(value: string): boolean {
  if (value === 'off') return true;
  return networksIn(value).every((host) => URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host);
}

/** An address, with or without a number of bits. */
function isNetwork(value: string, bitsRequired = false): boolean {
  const [, address = '', bits] = /^([^/\s]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
  const most = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && (bits === undefined ? !bitsRequired : Number(bits) <= most);
}

/** A count, or what proxy-addr reads: names of ranges, addresses, networks. */
function isTrust(value: string): boolean {
  if (/^\d+$|^false$/.test(value)) return true;
  const ranges = ['loopback', 'linklocal', 'uniquelocal'];
  return networksIn(value).every((part) => ranges.includes(part) || isNetwork(part));
}

function missingInProduction(set: Record<string, string>): string[] {
  return [
    ...(set['SMTP_URL'] || set['ROLE'] === 'board'
      ? []
      : ['SMTP_URL must be set in production: codes have to reach mailboxes']),
    ...(set['BASE_URL'] ? [] : ['BASE_URL must be set in production: links are made from it']),
  ];
}

/** A number of proxies, or addresses and networks as Express takes them; 0 trusts nobody. */
function trustOf(value: string): boolean | number | string {
  if (value === '' || value === '0' || value === 'false') return false;
  return /^\d+$/.test(value) ? Number(value) : value;
}

function withFiles(env: Record<string, string | undefined>): { values: Record<string, string>; unreadable: string[] } {
  const set = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const values = Object.fromEntries(set);
  const unreadable: string[] = [];
  for (const [name, file] of set) {
    const setting = name.replace(/_FILE$/, '');
    if (setting === name || !Object.hasOwn(settings.shape, setting)) continue;
    try {
      values[setting] = readFileSync(file, 'utf8').trim();
    } catch {
      unreadable.push(name);
    }
  }
  return { values, unreadable };
}
