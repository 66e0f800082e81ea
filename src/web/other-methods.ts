import type { RequestHandler } from 'express';
import { problem } from './errors.ts';

/** What we read of the routes that Express keeps: a router of routers. */
interface Layer {
  route?: { methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
  match(path: string): boolean;
}

/** Says what an address takes, where it takes something, but not what was asked (RFC 9110, section 15.5.6). */
export const refuseOtherMethods: RequestHandler = (req, res, next) => {
  const { stack } = req.app.router as unknown as { stack: Layer[] };
  const taken = new Set(methodsAt(stack, req.path));
  if (taken.has('get')) taken.add('head');
  if (taken.size === 0) return next();
  const allowed = [...taken].map((method) => method.toUpperCase()).toSorted();
  res.set('Allow', allowed.join(', '));
  next(problem(405, 'site.other-method.title', 'site.other-method.detail'));
};

/** Our routers all stand at the root. */
const methodsAt = (stack: Layer[], path: string): string[] =>
  stack.flatMap((layer) => {
    if (layer.handle.stack) return methodsAt(layer.handle.stack, path);
    return layer.route && isAt(layer, path) ? Object.keys(layer.route.methods) : [];
  });

function isAt(layer: Layer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    // a name in it that cannot be decoded
    return false;
  }
}
