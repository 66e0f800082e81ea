export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * One text for one value: keys sorted by code unit, no white space, strings in normal form C,
 * numbers safe integers only (a subset of RFC 8785). Throws a RangeError on another number.
 */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.keys(value)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] as Json)}`);
    return `{${members.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new RangeError('not a safe integer');
  }
  return JSON.stringify(typeof value === 'string' ? value.normalize('NFC') : value);
}
