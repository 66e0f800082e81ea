import type { FieldFault } from '../../web/typed.ts';
import type { Typed } from './form.ts';

/** A field as the partial `draft-field` shows it; its words are sayings. */
export interface FieldView {
  name: string;
  label: string;
  hint: string | null;
  value: string;
  rows: number | null;
  type: string;
  options: (Option & { chosen: boolean })[] | null;
  fault: string | null;
}

/** What is sent, and its saying. */
export interface Option {
  value: string;
  words: string;
}

export interface FieldWords {
  hint?: string;
  rows?: number;
  type?: string;
  options?: Option[];
  /** What stands there before anybody typed. */
  usual?: string;
}

/** Makes the fields of a page from what was typed and what is wrong with it. */
export const fieldsFor =
  (typed: Typed, faults: FieldFault[]) =>
  (name: string, label: string, { hint, rows, type = 'text', options, usual = '' }: FieldWords = {}): FieldView => {
    const value = typed[name] ?? usual;
    return {
      ...{ name, label, value, type },
      hint: hint ?? null,
      rows: rows ?? null,
      options: options?.map((option) => ({ ...option, chosen: option.value === value })) ?? null,
      fault: faults.find(({ field }) => field === name)?.message ?? null,
    };
  };

/** The field of a copy of this response's source. */
export const copyField = (response: number): string => `copy-${response}`;
