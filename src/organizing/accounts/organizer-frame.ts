import { paths } from '../../paths.ts';
import type { FrameOptions, MakeFrame } from '../../web/frame.ts';
import type { Frame } from '../../web/render.ts';
import type { Organizer } from './organizer.ts';

/** What the layout `organize` needs beside what every page needs. */
export interface OrganizeFrame extends Frame {
  /** Null where nobody is signed in. */
  nav: { name: string; home: string; account: string; signOut: string } | null;
}

export type OrganizerFrame = (organizer: Organizer | undefined, options: FrameOptions) => OrganizeFrame;

/** Makes the frame of the pages behind the organizers' door. */
export const organizerFrame =
  (frame: MakeFrame): OrganizerFrame =>
  (organizer, options) => ({
    ...frame(options),
    nav: organizer
      ? { name: organizer.name, home: paths.organize(), account: paths.account(), signOut: paths.signOut() }
      : null,
  });
