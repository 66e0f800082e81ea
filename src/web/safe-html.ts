/** HTML that went through the one sanitiser (letters/markdown.ts); the only kind that a view shows unescaped. */
export interface SafeHtml {
  /** What the template engine asks for. */
  toHTML(): string;
}

export const safeHtml = (sanitised: string): SafeHtml => ({ toHTML: () => sanitised });
