import { once } from 'node:events';
import { freePort } from './free-port.ts';
import { type Given, type TestSite, openSite } from './site.ts';
import { openPair } from './two-hosts.ts';

export interface ListeningSite extends TestSite {
  port: number;
  origin: string;
}

/** How the program runs: issuer and board in one, or apart behind a reverse proxy. */
export const arrangements = [
  ['in one program', { apart: false }],
  ['on two hosts', { apart: true }],
] as const;

/** The whole site on a port of its own, under the origin that its BASE_URL names. */
export async function openListeningSite(
  { env = {}, apart = false, ...given }: Given & { apart?: boolean } = {},
  port?: number,
): Promise<ListeningSite> {
  const own = port ?? (await freePort());
  const origin = `http://localhost:${own}`;
  const open = apart ? openPair : openSite;
  const site = await open({ ...given, env: { PORT: String(own), BASE_URL: origin, ...env } });
  site.server.listen(own, '127.0.0.1');
  await once(site.server, 'listening');
  return { ...site, port: own, origin };
}
