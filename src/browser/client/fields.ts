import { normalText } from '../../protocol/bytes.ts';
import type { Json } from '../../protocol/canonical-json.ts';

/** What a signature says; the body that its commitment stands over. */
export interface ClientFields {
  [field: string]: Json;
  shown: string;
  name: string | null;
  role: string | null;
}

/** What the form says, in its normal form; or the words for what is missing. */
export function readFields(form: FormData): ClientFields | string {
  const text = (name: string) => normalText((form.get(name) as string | null) ?? '').trim();
  const line = (name: string) => text(name).replace(/\s+/g, ' ') || null;
  const shown = text('shown');
  const name = shown === 'named' ? line('name') : null;
  const role = shown === 'anonymous' ? null : line('role');
  if (shown === 'named' && !name) return 'Please give the name to show.';
  if (shown === 'by role' && !role) return 'Please give the role to show.';
  const pledges = form.getAll('pledges').map(Number);
  return { shown, name, role, employer: Number(form.get('employer')), comment: text('comment') || null, pledges };
}

/** Writes into a form what `readFields` would read from it. */
export function fillFields(form: HTMLFormElement, fields: ClientFields): void {
  for (const field of form.querySelectorAll<HTMLInputElement>('input, textarea')) {
    const value = fields[field.name];
    if (field.matches('[type=radio], [type=checkbox]'))
      field.checked = [value].flat().map(String).includes(field.value);
    else field.value = (value as string | null) ?? '';
  }
}
