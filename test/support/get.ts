import { once } from 'node:events';
import { type IncomingMessage, type Server, request } from 'node:http';
import { portOf } from './raw.ts';

/** An answer as it came. */
export interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Asks as it is, unpacking nothing. */
export async function get(
  server: Server,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Got> {
  const asked = request({ port: await portOf(server), path, headers, method, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return { status: answer.statusCode!, headers: answer.headers, body: Buffer.concat(chunks) };
}
