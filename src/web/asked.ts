export type Encoding = 'br' | 'gzip' | 'identity';

/** What a request asks of a finished page. */
export interface Asked {
  hosts: number;
  encoding: Encoding;
  /** Accept-Language. */
  wish: string | undefined;
  /** If-None-Match. */
  known: string | undefined;
}

/**
 * The four headers that matter here, from the list as it came: `req.headers` would make an object of all of them
 * for each request, which costs a tenth of a finished page.
 */
export function readAsked(rawHeaders: string[]): Asked {
  const asked: Asked = { hosts: 0, encoding: 'identity', wish: undefined, known: undefined };
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && isNamed(name, 'Host', 'host')) asked.hosts += 1;
    else if (name.length === 15) {
      if (isNamed(name, 'Accept-Encoding', 'accept-encoding')) asked.encoding = encodingOf(rawHeaders[i + 1]!);
      else if (isNamed(name, 'Accept-Language', 'accept-language')) asked.wish = rawHeaders[i + 1]!;
    } else if (name.length === 13 && isNamed(name, 'If-None-Match', 'if-none-match')) asked.known = rawHeaders[i + 1]!;
  }
  return asked;
}

/**
 * Whether the client has this edition already (RFC 9110, section 13.1.2). What else it says of caches is not for us:
 * the `fetch` of Node.js adds `Cache-Control: no-cache` to each question with a tag.
 */
export const isKnown = ({ known }: Asked, etag: string): boolean =>
  known !== undefined && (known === '*' || known.includes(etag));

const isNamed = (name: string, usual: string, lower: string): boolean =>
  name === usual || name === lower || name.toLowerCase() === lower;

/** The smallest form that the client takes (RFC 9110, section 12.5.3); a weight of 0 is a refusal. */
function encodingOf(accepted: string): Encoding {
  if (accepted === 'gzip, deflate, br, zstd' || accepted === 'gzip, deflate, br') return 'br';
  if (/\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(accepted)) return 'br';
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(accepted) ? 'gzip' : 'identity';
}
