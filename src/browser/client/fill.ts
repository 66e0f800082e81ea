import type { ClientFields } from './fields.ts';

/** Writes into a form what `readFields` would read from it. */
export function fillFields(form: HTMLFormElement, fields: ClientFields): void {
  for (const field of form.querySelectorAll<HTMLInputElement>('input, select, textarea')) {
    const value = fields[field.name];
    if (field.matches('[type=radio], [type=checkbox]'))
      field.checked = [value].flat().map(String).includes(field.value);
    // a position in a list is a number, which the field takes as text
    else field.value = (value as string | null) ?? '';
  }
}
