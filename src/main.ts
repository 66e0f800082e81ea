import { execFile } from 'node:child_process';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { closeDatabases } from '../db/open.ts';
import { type BoardSite, type IssuerSite, type RoleSite, createApp, createBoardApp, createIssuerApp } from './app.ts';
import { type Config, ConfigFault, readConfig } from './config.ts';
import {
  type BoardWorld,
  type IssuerWorld,
  type MailingWorld,
  type RunTool,
  realBoardWorld,
  realIssuerWorld,
  realWorld,
} from './world.ts';

const DRAIN = 10_000;

/** What the system says of a HOST at which this machine cannot listen. */
const noAddress = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAFNOSUPPORT', 'EINVAL']);

/** The world as it is in any role, and what stands in it. */
interface Running {
  world: MailingWorld;
  site: RoleSite;
}

/** Reads the settings, builds the world, listens, and stops in reverse order. */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env);
  const { world, site } = await open(config);
  await listen(site, config);
  site.rounds.start();
  if (config.production) world.log.info({ port: config.port }, 'listening');
  else announce(config);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(site, world));
}

async function open(config: Config): Promise<Running> {
  switch (config.role) {
    case 'both':
      return openBoth(config);
    case 'issuer': {
      const world = realIssuerWorld(config);
      return { world, site: config.production ? await createIssuerApp(world) : await developmentIssuer(world) };
    }
    case 'board': {
      const world = { ...realBoardWorld(config), runTool: toolFor(config) };
      return { world, site: config.production ? await createBoardApp(world) : await developmentBoard(world) };
    }
  }
}

/** With /dev/mail, invented colleagues and demonstration letters, from files that production never loads. */
async function openBoth(config: Config): Promise<Running> {
  const world = { ...realWorld(config), runTool: toolFor(config) };
  if (config.production) return { world, site: await createApp(world) };
  const { devRoutes } = await import('./dev/routes.ts');
  const { plantDemonstration } = await import('./dev/demonstration.ts');
  const site = await createApp(world, (parts) => devRoutes(world, parts));
  if (config.demo) await plantDemonstration(world, site);
  return { world, site };
}

/** The command-line tool as a program of its own, as this one was started: with the same settings, on the same data. */
const toolFor = ({ role }: Config): RunTool => {
  const file = join(import.meta.dirname, 'cli', `undersigned${extname(import.meta.filename)}`);
  const run = promisify(execFile);
  return async (args, signal) => {
    await run(process.execPath, [...process.execArgv, file, ...args], { env: { ...process.env, ROLE: role }, signal });
  };
};

async function developmentIssuer(world: IssuerWorld): Promise<IssuerSite> {
  const { devMailRoutes } = await import('./dev/routes.ts');
  return createIssuerApp(world, ({ frames }) => devMailRoutes(world, frames));
}

async function developmentBoard(world: BoardWorld): Promise<BoardSite> {
  const { devMailRoutes } = await import('./dev/routes.ts');
  return createBoardApp(world, ({ frames }) => devMailRoutes(world, frames));
}

function listen({ server }: RoleSite, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (fault) => reject(faultOfHost(fault, host)));
    server.listen(port, host, () => resolve());
  });
}

const faultOfHost = (fault: NodeJS.ErrnoException, host: string): Error =>
  noAddress.has(fault.code ?? '') ? new ConfigFault([`HOST is no address of this machine: ${host}`]) : fault;

/** Apart, each names its own port: only a proxy in front makes one address of the two. */
function announce({ role, baseUrl, host, port, smtpUrl }: Config): void {
  const origin = role === 'both' ? baseUrl : `http://${host}:${port}`;
  const name = role === 'both' ? 'Undersigned is open at  ' : `The ${role.padEnd(6)} listens at    `;
  const mail = smtpUrl === undefined ? `\n  Mail with codes arrives at     ${origin}/dev/mail` : '';
  process.stdout.write(`\n  ${name}       ${origin}${mail}\n\n`);
}

async function stop(site: RoleSite, world: Running['world']): Promise<void> {
  const closed = new Promise((resolve) => site.server.close(resolve));
  site.stop();
  // a connection whose last answer was under way is idle only after it
  const leave = setInterval(() => site.server.closeIdleConnections(), 100);
  const cut = setTimeout(() => site.server.closeAllConnections(), DRAIN);
  await closed;
  clearTimeout(cut);
  clearInterval(leave);
  await Promise.all([site.issuer?.tidy(), site.board?.tidy(), site.snapshots?.settled()]);
  world.transport.close();
  closeDatabases(world.databases);
}

/** Ends the program with a word that says how to mend it; 78 is EX_CONFIG. */
export function fail(fault: unknown): never {
  process.stderr.write(`${fault instanceof Error ? messageOf(fault) : String(fault)}\n`);
  process.exit(fault instanceof ConfigFault ? 78 : 1);
}

function messageOf(fault: NodeJS.ErrnoException): string {
  if (fault.code === 'EADDRINUSE') return 'This port is taken. Stop what runs there, or set PORT to another.';
  if (fault.code === 'EACCES') return 'Not allowed to use this port or folder. Set PORT or DATABASE_URL to another.';
  return fault instanceof ConfigFault ? fault.message : (fault.stack ?? fault.message);
}

if (import.meta.filename === process.argv[1]) serve(process.env).catch(fail);
