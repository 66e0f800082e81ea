import * as z from 'zod';
import { normalText } from '../protocol/bytes.ts';

/** One line typed by a person: white space folded, no control characters. */
export const typedLine = (max: number) =>
  z
    .string('Please fill this in.')
    .transform((text) => normalText(text).replace(/\s+/g, ' ').trim())
    .pipe(
      z
        .string()
        .max(max, `Please use at most ${max} characters.`)
        .regex(/^\P{Cc}*$/u, 'Please remove the control characters.'),
    );

/** Several lines typed by a person. */
export const typedText = (max: number) =>
  z
    .string('Please fill this in.')
    .transform((text) => normalText(text).trim())
    .pipe(
      z
        .string()
        .max(max, `Please use at most ${max} characters.`)
        .regex(/^[\P{Cc}\n\t]*$/u, 'Please remove the control characters.'),
    );

export interface FieldFault {
  field: string;
  message: string;
}

/** The first fault of each field, in the order of the form. */
export function faultsOf(error: z.ZodError): FieldFault[] {
  const faults = error.issues.map(({ path, message }) => ({ field: String(path[0] ?? ''), message }));
  return faults.filter(({ field }, i) => faults.findIndex((other) => other.field === field) === i);
}
