/** Whether a text shows anything: neither spaces alone nor characters that leave no ink. */
export const isVisible = (text: string): boolean => /[^\p{C}\p{Z}\p{DI}]/u.test(text);
