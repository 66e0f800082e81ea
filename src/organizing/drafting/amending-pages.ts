import type { PublishedLetter } from '../../letters/letter.ts';
import { paths } from '../../paths.ts';
import { page } from '../../web/render.ts';
import type { OrganizeFrame, OrganizerFrame } from '../accounts/organizer-frame.ts';
import type { Organizer } from '../accounts/organizer.ts';

interface PublishedPage extends OrganizeFrame {
  letterTitle: string;
  publicPath: string;
  decisionsPath: string;
  /** Null where it came by the tool, so that nobody wrote it here. */
  historyPath: string | null;
  version: string;
  /** Null where the letter takes no signatures any more, so that nobody could confirm a new text. */
  amendAction: string | null;
}

interface Published {
  /** It takes signatures. */
  open: boolean;
  writtenHere: boolean;
}

const published = page<PublishedPage>('organizing/published');

/** What stands where a letter was written, once it is published. `letter` is its id in addresses. */
export const publishedPage =
  (frame: OrganizerFrame) =>
  (organizer: Organizer, letter: string, { title, address, version }: PublishedLetter, is: Published): string =>
    published({
      ...frame(organizer, { title: frame.words.say('drafting.title.published', { title }) }),
      ...{ letterTitle: title, publicPath: paths.letter(address), decisionsPath: paths.decisions(letter) },
      historyPath: is.writtenHere ? paths.history(letter) : null,
      version: String(version),
      amendAction: is.open ? paths.amendLetter(letter) : null,
    });
