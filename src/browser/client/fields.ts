import { normalText } from '../../protocol/bytes.ts';
import type { Json } from '../../protocol/canonical-json.ts';
import { isVisible } from '../../protocol/visible.ts';

/** What a signature says; the body that its commitment stands over. */
export interface ClientFields {
  [field: string]: Json;
  shown: string;
  name: string | null;
  role: string | null;
}

/**
 * What the form says, in its normal form and without the control characters that come along when text is pasted; or
 * the name of the words for what is missing. What the server would refuse is said here, before a pass is collected.
 */
export function readFields(form: FormData): ClientFields | string {
  const text = (name: string) =>
    normalText((form.get(name) as string | null) ?? '')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .trim();
  const line = (name: string) => (isVisible(text(name)) ? text(name).replace(/\s+/g, ' ') : null);
  const shown = text('shown');
  const name = shown === 'named' ? line('name') : null;
  const role = shown === 'anonymous' ? null : line('role');
  if (shown === 'named' && !name) return 'faultName';
  if (shown === 'by role' && !role) return 'faultRole';
  const pledges = form.getAll('pledges').map(Number);
  const fields: ClientFields = {
    shown,
    name,
    role,
    employer: Number(form.get('employer')),
    comment: text('comment') || null,
    pledges,
  };
  // only a letter that has such a list asks for it
  for (const list of ['site', 'occupation']) if (form.has(list)) fields[list] = text(list) ? Number(text(list)) : null;
  return fields;
}
