import { paths } from '../../paths.ts';
import { page } from '../../web/render.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Came } from './came-from.ts';
import type { Opened } from './desk.ts';

interface ImportPage extends OrganizeFrame, Given {
  action: string;
  backPath: string;
}

interface Given extends Came {
  source: string;
  faults: { field: string; message: string }[];
}

const importPage = page<ImportPage>('organizing/import');

/** Where a letter file is brought into a draft. */
export const importPages =
  (frame: OrganizerFrame) =>
  ({ organizer, letter }: Pick<Opened, 'organizer' | 'letter'>, { base, opened, source, faults }: Given): string => {
    const title = frame.words.say('drafting.bring.heading');
    return importPage({
      ...frame(organizer, { title: faults.length > 0 ? frame.words.say('site.error.prefix', { title }) : title }),
      ...{ base, opened, source, faults, action: paths.importInto(letter), backPath: paths.organizeLetter(letter) },
    });
  };
