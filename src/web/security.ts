import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { problem } from './errors.ts';

/**
 * The headers that every answer carries, as a flat list: name, value, name, value. Helmet decides what they
 * are, once at the start; per request they are constants, because its dozen middlewares would cost more than
 * the rest of a page.
 */
export function securityHeaders(baseUrl: string): string[] {
  const headers = new Map<string, string>();
  const recorder = {
    setHeader: (name: string, value: string | string[]) => headers.set(name, String(value)),
    removeHeader: (name: string) => headers.delete(name),
  };
  const secure = baseUrl.startsWith('https:');
  const decide = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // not `no-referrer`: browsers would send `Origin: null` with our own forms
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure ? { maxAge: 63_072_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });
  decide({} as IncomingMessage, recorder as unknown as ServerResponse, (fault) => {
    if (fault) throw fault;
  });
  return [...headers, ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), browsing-topics=()']].flat();
}

/** In place of them on the one page that other sites may frame: no script, no form, nothing but words and a link. */
export const FRAMED = {
  'Content-Security-Policy':
    "default-src 'none';style-src 'self';font-src 'self';base-uri 'none';form-action 'none';frame-ancestors *",
  'X-Frame-Options': null,
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

/** On every answer; and until a route says otherwise, nothing is kept by browsers or proxies. */
export function carryHeaders(headers: string[]): RequestHandler {
  const carried = [...headers, 'Cache-Control', 'no-store'];
  return (_req, res, next) => {
    for (let i = 0; i < carried.length; i += 2) res.setHeader(carried[i]!, carried[i + 1]!);
    next();
  };
}

/**
 * More than one `Host`, or none in HTTP/1.1, is somebody confusing a proxy. Counted in the raw headers, which are
 * there anyway: `headersDistinct` would make an object of all headers for each request.
 */
export function hasOneHost({ rawHeaders, httpVersion }: IncomingMessage): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts === 1 || httpVersion === '1.0';
}

/** Methods that change nothing. */
const harmless = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses what another site makes a browser send: by Fetch Metadata, else by Origin. A request with neither
 * comes from no browser, and there is no cookie that it could ride on.
 */
export function refuseCrossSite(baseUrl: string): RequestHandler {
  return (req, _res, next) => {
    const site = req.get('Sec-Fetch-Site');
    const origin = req.get('Origin');
    const own =
      site === undefined ? origin === undefined || origin === baseUrl : site === 'same-origin' || site === 'none';
    if (own || harmless.includes(req.method)) return next();
    next(problem(403, 'site.cross-site.title', 'site.cross-site.detail'));
  };
}
