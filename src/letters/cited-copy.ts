/** Whether a note of a body names a copy of its source, as “Cite” on the page of a draft writes it in each language. */
export const namesCopies = (body: string): boolean => /SHA-256 `[0-9a-f]{64}`/.test(body);
