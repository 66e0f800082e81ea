import { readFileSync } from 'node:fs';
import { type Server, createServer, request } from 'node:http';
import { pipeline } from 'node:stream';

/** The rule by which a proxy knows the issuer's paths, as Omar copies it from the documentation. */
export const issuerPaths = new RegExp(
  /location ~ (\S+) \{/.exec(readFileSync(new URL('../../docs/two-hosts.md', import.meta.url), 'utf8'))![1]!,
);

/** A reverse proxy before two ports, which makes one site of them. It passes on every byte as it comes. */
export function reverseProxy(ports: { issuer: number; board: number }): Server {
  return createServer((asked, answer) => {
    const path = asked.url!.replace(/\?.*/, '');
    const port = issuerPaths.test(path) ? ports.issuer : ports.board;
    const { method, rawHeaders, url } = asked;
    const passedOn = request({ host: '127.0.0.1', port, method, path: url, headers: rawHeaders });
    passedOn.on('response', (response) => {
      answer.writeHead(response.statusCode!, response.rawHeaders);
      answer.flushHeaders();
      pipeline(response, answer, () => undefined);
    });
    // whoever goes away, the other side is told
    passedOn.on('error', () => answer.destroy());
    answer.on('close', () => passedOn.destroy());
    pipeline(asked, passedOn, () => undefined);
  });
}
