import { once } from 'node:events';
import { type IncomingMessage, type Server, request } from 'node:http';
import { duplexPair } from 'node:stream';

/**
 * Asks the site as a reader without a language, a cookie or an address does: through all that answers everybody, but
 * over no network, so that nobody has to listen.
 */
export async function askItself(server: Server, path: string): Promise<IncomingMessage> {
  const [ours, theirs] = duplexPair();
  server.emit('connection', theirs);
  const headers = { Host: 'localhost', Connection: 'close' };
  // with an agent, the agent would make the connection
  const asked = request({ path, headers, createConnection: () => ours }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return answer;
}
