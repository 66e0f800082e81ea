import * as z from 'zod';
import { type Bytes, normalText } from '../protocol/bytes.ts';
import { isVisible } from '../protocol/visible.ts';
import { said } from './words.ts';

/** One line typed by a person: white space folded, no control characters. */
export const typedLine = (max: number) =>
  z
    .string('site.typed.missing')
    .transform((text) => normalText(text).replace(/\s+/g, ' ').trim())
    .pipe(
      z
        .string()
        .max(max, said('site.typed.too-long', { max }))
        .regex(/^\P{Cc}*$/u, 'site.typed.control'),
    );

/** One line that others will read. */
export const visibleLine = (max: number) =>
  typedLine(max).refine((text) => text === '' || isVisible(text), 'site.typed.invisible');

/** Several lines typed by a person. */
export const typedText = (max: number) =>
  z
    .string('site.typed.missing')
    .transform((text) => normalText(text).trim())
    .pipe(
      z
        .string()
        .max(max, said('site.typed.too-long', { max }))
        .regex(/^[\P{Cc}\n\t]*$/u, 'site.typed.control'),
    );

/** Read by Node, ten times faster than what runs in browsers too; only the one encoding of the bytes is taken. */
export const sentBytes = (size: number, wrong = 'site.typed.missing') =>
  z.string(wrong).transform((text, context): Bytes => {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length === size && bytes.toString('base64url') === text) return new Uint8Array(bytes);
    context.addIssue(wrong);
    return z.NEVER;
  });

export interface FieldFault {
  field: string;
  /** A saying. */
  message: string;
}

/** The first fault of each field, in the order of the form. */
export function faultsOf(error: z.ZodError): FieldFault[] {
  const faults = error.issues.map(({ path, message }) => ({ field: String(path[0] ?? ''), message }));
  return faults.filter(({ field }, i) => faults.findIndex((other) => other.field === field) === i);
}
