/** What a view shows unescaped: HTML that went through the one sanitiser (letters/markdown.ts), or a block of data. */
export interface SafeHtml {
  /** What the template engine asks for. */
  toHTML(): string;
}

export const safeHtml = (sanitised: string): SafeHtml => ({ toHTML: () => sanitised });

/** JSON for a block of data in a page. Without `<` nothing in it ends the block or begins another. */
export const dataBlock = (data: object): SafeHtml => safeHtml(JSON.stringify(data).replaceAll('<', '\\u003c'));
