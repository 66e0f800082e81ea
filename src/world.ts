import { randomBytes } from 'node:crypto';
import { pino, type Logger } from 'pino';
import { type Databases, openDatabases } from '../db/open.ts';
import type { Config } from './config.ts';
import { type MemoryMailbox, memoryMailbox } from './mail/memory-mailbox.ts';
import { type Transport, smtpTransport } from './mail/transport.ts';
import type { Random } from './protocol/bytes.ts';

/** Everything that the program takes from outside itself. Tests bring their own clock and random bytes. */
export interface World {
  config: Config;
  databases: Databases;
  /** Milliseconds since 1970. A route reads it once and hands the instant on. */
  now: () => number;
  random: Random;
  log: Logger;
  transport: Transport;
  /** Where mail is read when there is no SMTP server; never in production. */
  mailbox: MemoryMailbox | undefined;
}

export function realWorld(config: Config): World {
  const mailbox = config.smtpUrl === undefined ? memoryMailbox() : undefined;
  return {
    config,
    databases: openDatabases(config.databaseFile),
    now: Date.now,
    random: (size) => new Uint8Array(randomBytes(size)),
    log: pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }),
    transport: mailbox ?? smtpTransport(config.smtpUrl!, config.mailFrom),
    mailbox,
  };
}
