import { paths } from '../../../paths.ts';
import { page } from '../../../web/render.ts';
import type { OrganizeFrame, OrganizerFrame } from '../../accounts/organizer-frame.ts';
import type { Organizer } from '../../accounts/organizer.ts';
import type { Came } from '../came-from.ts';
import type { Item } from '../content.ts';

interface CopyPage extends OrganizeFrame, Came {
  quotation: string;
  link: string;
  copy: string | null;
  stored: string;
  action: string;
  backPath: string;
  faults: { field: string; message: string }[];
}

type Given = Came & { fault: string | null };

const copyPage = page<CopyPage>('organizing/evidence-copy');

export const evidencePages = (frame: OrganizerFrame) => ({
  copy(organizer: Organizer, letter: string, { id, fields }: Item, given: Given): string {
    const { base, opened, fault } = given;
    const { words } = frame;
    const title = words.say('drafting.copy.heading');
    const { quotation = '', link = '', copy = '', stored = '' } = fields;
    return copyPage({
      ...frame(organizer, { title: fault === null ? title : words.say('site.error.prefix', { title }) }),
      ...{ quotation, link, copy: copy || null, stored, base, opened },
      ...{ action: paths.evidenceCopy(letter, id), backPath: paths.organizeLetter(letter) },
      faults: fault === null ? [] : [{ field: 'file', message: fault }],
    });
  },
});
