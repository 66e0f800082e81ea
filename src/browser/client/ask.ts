import { toBase64url } from '../../protocol/bytes.ts';

/** What the server answered; or what to show instead, in its words or by the name of ours (`screens.ts`). */
export type Answer<Body> = { body: Body } | { fault: string };

const OFFLINE = 'faultOffline';

/** Posts JSON with no cookie and no referrer; bytes are written as base64url. */
export async function post<Body>(url: string, content: unknown): Promise<Answer<Body>> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(content, (_name, value) => (value instanceof Uint8Array ? toBase64url(value) : value)),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
    });
    const body = (await response.json()) as Body & { detail?: string };
    return response.ok ? { body } : { fault: body.detail ?? OFFLINE };
  } catch {
    // offline, or an answer that broke off: asking again is safe at every step
    return { fault: OFFLINE };
  }
}
