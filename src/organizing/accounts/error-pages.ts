import { paths } from '../../paths.ts';
import type { ErrorWords } from '../../web/errors.ts';
import { page } from '../../web/render.ts';
import type { OrganizeFrame, OrganizerFrame } from './organizer-frame.ts';
import type { Organizer } from './organizer.ts';

interface ErrorPage extends OrganizeFrame, ErrorWords {
  back: string;
}

const errorPage = page<ErrorPage>('organizing/error');

/** What went wrong, for whoever is signed in: the way back to their letters stays. */
export const organizerErrorPage =
  (frame: OrganizerFrame) =>
  (organizer: Organizer, told: ErrorWords): string =>
    errorPage({ ...frame(organizer, { title: told.heading }), ...told, back: paths.organize() });
