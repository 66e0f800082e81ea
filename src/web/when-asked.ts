import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';

/**
 * Routes whose code is loaded when somebody first asks for `path` or what stands below it: at rest a site of readers
 * holds none of it. What could not be loaded is tried again at the next request.
 */
export function whenAsked(path: string, load: () => Promise<(RequestHandler | ErrorRequestHandler)[]>): RequestHandler {
  let routes: Promise<Router> | undefined;
  const loaded = async (): Promise<Router> => {
    try {
      return Router().use(await load());
    } catch (fault) {
      routes = undefined;
      throw fault;
    }
  };
  return async (req, res, next) => {
    const asked = `${req.path.toLowerCase()}/`;
    if (!asked.startsWith(`${path}/`)) return next();
    routes ??= loaded();
    (await routes)(req, res, next);
  };
}
