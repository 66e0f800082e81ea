import { existsSync, statSync } from 'node:fs';
import type { Databases, Db } from '../../db/open.ts';
import { loadIssuerKeys } from '../issuing/keys.ts';
import { type PublishedLetter, isOver, isPublished } from '../letters/letter.ts';
import { letterStore } from '../letters/store.ts';
import { talliesOf } from '../letters/tally.ts';
import { loadPushKey, pushKeyFile } from '../reading/following/keys.ts';
import { followersStore } from '../reading/following/store.ts';
import type { Transport } from '../mail/transport.ts';
import { loadLogKey } from '../signing/keys.ts';
import { boardStore } from '../signing/store.ts';
import type { CommonWorld } from '../world.ts';

/** One thing that was looked at; `fault` says in words what is wrong with it, and what to do. */
export interface Checked {
  what: string;
  fault: string | null;
}

type CheckedWorld = CommonWorld & { databases: Partial<Databases>; transport?: Transport };

/** Looks at the data folder, the databases, the keys, the counts and the mail server; changes nothing. */
export async function checkInstallation(world: CheckedWorld): Promise<Checked[]> {
  const letters = await letterStore(world.databases.letters).byStatus('gathering', 'open', 'delivered', 'closed');
  const tallies = letters.filter(isPublished).flatMap(talliesOf);
  return [
    checkFolder(world.config),
    ...Object.entries(world.databases).map(([name, db]) => checkDatabase(name, db)),
    ...(await Promise.all(tallies.map((letter) => checkKeys(world, letter)))),
    ...(await Promise.all(tallies.map((letter) => checkCount(world, letter)))),
    ...(await checkPushKey(world)),
    ...(await checkMail(world)),
  ];
}

/** On a site for trying things out there is nobody to find out. */
function checkFolder({ dataFolder, production }: CheckedWorld['config']): Checked {
  const [what, isOpen] = [`data folder ${dataFolder}`, (statSync(dataFolder).mode & 0o077) !== 0];
  if (!isOpen) return { what, fault: null };
  const words = 'others on this machine can read it: chmod 700';
  return production ? { what, fault: words } : { what: `${what} (${words} before anybody signs here)`, fault: null };
}

function checkDatabase(name: string, { $client: client }: Db): Checked {
  const integrity = client.pragma('integrity_check', { simple: true }) as string;
  const dangling = client.pragma('foreign_key_check') as unknown[];
  const fault = integrity === 'ok' ? null : `it is damaged (${integrity}): restore a backup`;
  return { what: `database ${name}`, fault: fault ?? (dangling.length > 0 ? 'some rows refer to none' : null) };
}

async function checkKeys({ config, databases }: CheckedWorld, letter: PublishedLetter): Promise<Checked> {
  const issues = databases.issuer === undefined || isOver(letter);
  const [issuer, log] = [
    issues ? true : await loadIssuerKeys(config.dataFolder, letter.publicId),
    databases.board ? await loadLogKey(config.dataFolder, letter.publicId).catch(() => undefined) : true,
  ];
  const missing = [...(issuer ? [] : ['its RSA key']), ...(log ? [] : ['the key of its log'])];
  return {
    what: `keys of ${letter.address}`,
    fault: missing.length > 0 ? `${missing.join(' and ')} cannot be read: put keys/ back` : null,
  };
}

/** What pages show is the last release; it must be what is stored. */
async function checkCount({ databases }: CheckedWorld, letter: PublishedLetter): Promise<Checked> {
  const what = `count of ${letter.address}`;
  if (!databases.board) return { what, fault: null };
  const store = boardStore(databases.board);
  const [shown, stored] = [
    (await store.lastRelease(letter.publicId))?.totals.total ?? 0,
    await store.stored(letter.publicId),
  ];
  return { what, fault: shown === stored ? null : `pages show ${shown}, but ${stored} signatures are stored` };
}

/** It is made when the site first starts; whoever follows needs the one under which they began. */
async function checkPushKey({ config, databases }: CheckedWorld): Promise<Checked[]> {
  if (!databases.followers || config.pushServices === 'off') return [];
  const isThere = existsSync(pushKeyFile(config.dataFolder));
  const needed = isThere || (await followersStore(databases.followers).count()) > 0;
  const key = await loadPushKey(config.dataFolder).catch(() => undefined);
  const fault = 'it cannot be read: put keys/push.pem back, or remove it and let everybody follow anew';
  return [{ what: 'key of notices', fault: key || !needed ? null : fault }];
}

async function checkMail({ config, transport }: CheckedWorld): Promise<Checked[]> {
  if (!transport || config.smtpUrl === undefined) return [];
  const answers = (await transport.check()) === 'sent';
  return [{ what: 'mail server', fault: answers ? null : 'it does not answer, or refuses us: look at SMTP_URL' }];
}
