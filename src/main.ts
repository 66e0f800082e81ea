import { closeDatabases } from '../db/open.ts';
import { type Site, createApp } from './app.ts';
import { type Config, ConfigFault, readConfig } from './config.ts';
import { type World, realWorld } from './world.ts';

const DRAIN = 10_000;

/** Reads the settings, builds the world, listens, and stops in reverse order. */
export async function serve(env: NodeJS.ProcessEnv): Promise<void> {
  const config = readConfig(env);
  const world = realWorld(config);
  const site = config.production ? await createApp(world) : await developmentSite(world);
  await listen(site, config);
  site.rounds.start();
  site.rounds.wake();
  if (config.production) world.log.info({ port: config.port }, 'listening');
  else announce(config);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop(site, world));
}

/** With /dev/mail, invented colleagues and demonstration letters, from files that production never loads. */
async function developmentSite(world: World): Promise<Site> {
  const { devRoutes } = await import('./dev/routes.ts');
  const { plantDemonstration } = await import('./dev/demonstration.ts');
  const site = await createApp(world, (parts) => devRoutes(world, parts));
  if (world.config.demo) await plantDemonstration(world, site);
  return site;
}

function listen({ server }: Site, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

function announce({ baseUrl, smtpUrl }: Config): void {
  const mail = smtpUrl === undefined ? `\n  Mail with codes arrives at     ${baseUrl}/dev/mail` : '';
  process.stdout.write(`\n  Undersigned is open at         ${baseUrl}${mail}\n\n`);
}

async function stop(site: Site, world: World): Promise<void> {
  const closed = new Promise((resolve) => site.server.close(resolve));
  site.stop();
  site.server.closeIdleConnections();
  const cut = setTimeout(() => site.server.closeAllConnections(), DRAIN);
  await closed;
  clearTimeout(cut);
  await Promise.all([site.issuer.tidy(), site.board.tidy()]);
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
