import type { Request } from 'express';

/** A form to send once more with all that it held, which stands in this one answer and nowhere else. */
export interface SendAgain {
  action: string;
  fields: { name: string; value: string }[];
}

/** The form that was sent; null where none was. */
export const sendAgain = (req: Request): SendAgain | null =>
  req.method === 'POST' && req.is('urlencoded')
    ? { action: req.url, fields: fieldsOf((req.body ?? {}) as Record<string, unknown>) }
    : null;

/** Its fields, as hidden ones hold them; of the same name there may be several. */
export const fieldsOf = (form: Record<string, unknown>): SendAgain['fields'] =>
  Object.entries(form).flatMap(([name, values]) => [values].flat().map((value) => ({ name, value: String(value) })));
