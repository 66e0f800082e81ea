import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type Given, type TestSite, openSite } from './site.ts';

export interface ListeningSite extends TestSite {
  port: number;
  origin: string;
}

/** The whole site on a port of its own, under the origin that its BASE_URL names. */
export async function openListeningSite({ env = {}, ...given }: Given = {}, port?: number): Promise<ListeningSite> {
  const own = port ?? (await freePort());
  const origin = `http://localhost:${own}`;
  const site = await openSite({ ...given, env: { PORT: String(own), BASE_URL: origin, ...env } });
  site.server.listen(own, '127.0.0.1');
  await once(site.server, 'listening');
  return { ...site, port: own, origin };
}

/** A port on which nobody listens at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
