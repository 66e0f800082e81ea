/** A letter of the company where Maya works; fields may be added or replaced, a null one left out. */
export function letterFile(
  fields: Record<string, string | null> = {},
  body = 'We ask for an answer.\n\n[demands]\n\nPlease reply.',
): string {
  const all: Record<string, string | null> = {
    title: 'Answer us',
    slug: 'answer-us',
    to: '[{name: Pat Orsini, role: Chief Executive, organization: Halden}]',
    from: 'Halden employees',
    employers: '[{name: Halden, domains: [halden.example], headcount: 900}]',
    demands: '["Reply in public.", "Reply to all of it."]',
    pledges: '["I will not work on this.", "I will consider leaving."]',
    comments: 'true',
    release: '{min: 10, every: 120}',
    status: 'open',
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return `---\n${lines.join('\n')}\n---\n${body}\n`;
}
