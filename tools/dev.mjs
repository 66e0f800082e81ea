// The site from its sources, in one process; tsx starts it again at every change.
import { fail, serve } from '../src/main.ts';
import { buildAssets } from './assets.mjs';

await buildAssets();
serve(process.env).catch(fail);
