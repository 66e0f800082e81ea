import { paths } from '../../src/paths.ts';

/** Every address of the site by its name; what it is made of is a letter's slug, and whatever else a guess. */
export const everyPath = Object.entries(paths) as [name: string, path: (...names: string[]) => string][];
