import * as z from 'zod';
import { normalText } from '../protocol/bytes.ts';

/** Whether a text shows anything: neither spaces alone nor characters that leave no ink. */
export const isVisible = (text: string): boolean => /[^\p{C}\p{Z}\u115F\u1160\u3164\uFFA0]/u.test(text);

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

/** One line that others will read. */
export const visibleLine = (max: number) =>
  typedLine(max).refine((text) => text === '' || isVisible(text), 'Please use characters that can be seen.');

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
