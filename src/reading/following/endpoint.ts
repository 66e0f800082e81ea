/** The push services of the browsers: Chromium's, Firefox's, Safari's, and Edge's on Windows. */
const SERVICES = ['fcm.googleapis.com', 'updates.push.services.mozilla.com', 'web.push.apple.com'];
const BELOW = ['.push.services.mozilla.com', '.push.apple.com', '.notify.windows.com'];

const MOST_CHARACTERS = 1_024;

/**
 * The address at which a push service takes notices for one browser, as a URL is written; undefined where it is none
 * of a service that we know or that the operator `added` (hosts, with their port where it is not 443). Whoever follows
 * says it, and the server sends there: nothing else of the network may be reached by it.
 */
export function readEndpoint(text: string, added: string[]): string | undefined {
  if (text.length > MOST_CHARACTERS || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const plain = url.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
  return plain && isService(url, added) ? url.href : undefined;
}

function isService({ host }: URL, added: string[]): boolean {
  return [...SERVICES, ...added].includes(host) || BELOW.some((ending) => host.endsWith(ending));
}
