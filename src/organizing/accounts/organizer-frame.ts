import { paths } from '../../paths.ts';
import type { FrameOptions, Frames } from '../../web/frame.ts';
import type { Place } from '../../web/languages.ts';
import type { Frame } from '../../web/render.ts';
import type { Words } from '../../web/words.ts';
import type { Organizer } from './organizer.ts';

/** What the layout `organize` needs beside what every page needs. */
export interface OrganizeFrame extends Frame {
  /** Null where nobody is signed in. */
  nav: { name: string; home: string; account: string; signOut: string } | null;
}

export interface OrganizerFrame {
  (organizer: Organizer | undefined, options: FrameOptions): OrganizeFrame;
  words: Words;
}

export type OrganizerFrames = (place: Place) => OrganizerFrame;

/** Makes the frames of the pages behind the organizers' door. */
export const organizerFrames =
  (frames: Frames): OrganizerFrames =>
  (place) => {
    const frame = frames(place);
    const make = (organizer: Organizer | undefined, options: FrameOptions): OrganizeFrame => ({
      ...frame(options),
      nav: organizer
        ? { name: organizer.name, home: paths.organize(), account: paths.account(), signOut: paths.signOut() }
        : null,
    });
    return Object.assign(make, { words: frame.words });
  };
