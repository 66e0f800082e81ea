import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pino, type Logger } from 'pino';
import {
  type BoardDatabases,
  type Db,
  type IssuerDatabases,
  openBoardDatabases,
  openDatabases,
  openIssuerDatabases,
} from '../db/open.ts';
import { type Config, ConfigFault, type Role } from './config.ts';
import { type MemoryMailbox, memoryMailbox } from './mail/memory-mailbox.ts';
import { type Transport, smtpTransport } from './mail/transport.ts';
import type { Random } from './protocol/bytes.ts';
import { type NewRsaPair, nodeRsaPair } from './rsa.ts';

/** Rejects where the tool ends badly; stops it where the signal says so. */
export type RunTool = (args: string[], signal: AbortSignal) => Promise<void>;

/** What the program takes from outside itself in any role. Tests bring their own clock and random bytes. */
export interface CommonWorld {
  config: Config;
  databases: { letters: Db };
  /** Milliseconds since 1970. A route reads it once and hands the instant on. */
  now: () => number;
  random: Random;
  /** Starts the command-line tool beside this program, on the same data; without it, its work is done here. */
  runTool?: RunTool;
  newRsaPair: NewRsaPair;
  log: Logger;
}

/** With mail, which the issuer sends to signatories and the board to organizers. */
export interface MailingWorld extends CommonWorld {
  transport: Transport;
  /** Where mail stays when there is no SMTP server. Production refuses that, but to a board and to commands. */
  mailbox: MemoryMailbox | undefined;
}

/** What the issuer takes, and nothing of the board. */
export interface IssuerWorld extends MailingWorld {
  databases: IssuerDatabases;
}

/** What the board takes, and nothing of the issuer. */
export interface BoardWorld extends MailingWorld {
  databases: BoardDatabases;
}

/** Where one program is both. */
export type World = IssuerWorld & BoardWorld;

export const realWorld = (config: Config): World => ({
  ...ownWorld(config, 'both', openDatabases),
  ...realMail(config),
});

export const realIssuerWorld = (config: Config): IssuerWorld => ({
  ...ownWorld(config, 'issuer', openIssuerDatabases),
  ...realMail(config),
});

export const realBoardWorld = (config: Config): BoardWorld => ({
  ...ownWorld(config, 'board', openBoardDatabases),
  ...realMail(config),
});

function ownWorld<Databases extends { letters: Db }>(
  config: Config,
  role: Role,
  open: (mainFile: string) => Databases,
): CommonWorld & { databases: Databases } {
  refuseFolderOfAnotherRole(config.dataFolder, role);
  return {
    config,
    databases: openUsable(config, open),
    now: Date.now,
    random: (size) => new Uint8Array(randomBytes(size)),
    newRsaPair: nodeRsaPair,
    log: pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }),
  };
}

/** A folder or file that cannot be there, or not be written, is a setting to mend; all else is a fault of ours. */
function openUsable<Databases>({ databaseFile }: Config, open: (mainFile: string) => Databases): Databases {
  try {
    return open(databaseFile);
  } catch (fault) {
    const { code = '', syscall } = fault as NodeJS.ErrnoException;
    if (syscall === undefined && !/^SQLITE_(CANTOPEN|READONLY|NOTADB)/.test(code)) throw fault;
    throw new ConfigFault([`DATABASE_URL leads to where nothing can be kept: ${databaseFile} (${code})`]);
  }
}

function realMail({ smtpUrl, mailFrom }: Config): Pick<MailingWorld, 'transport' | 'mailbox'> {
  const mailbox = smtpUrl === undefined ? memoryMailbox() : undefined;
  return { transport: mailbox ?? smtpTransport(smtpUrl!, mailFrom), mailbox };
}

/**
 * A role never opens the folder of another: a board that holds an issuer's secrets, or gets an issuer's files because
 * a setting was forgotten, would undo what keeping them apart is for.
 */
function refuseFolderOfAnotherRole(folder: string, role: Role): void {
  const has = (...path: string[]) => existsSync(join(folder, ...path));
  const issuers = has('issuer.db') || has('keys', 'issuer');
  const boards = has('board.db') || has('pending.db') || has('keys', 'board');
  const words = (whose: string) => `ROLE is ${role}, but the data folder ${folder} holds what is ${whose} alone`;
  if (issuers && (role === 'board' || (role === 'both' && !boards))) throw new ConfigFault([words("an issuer's")]);
  if (boards && (role === 'issuer' || (role === 'both' && !issuers))) throw new ConfigFault([words("a board's")]);
}
