const PAUSE = 500;

/** Browsers that know Trusted Types take HTML from a policy alone; TypeScript does not know them everywhere. */
interface Policies {
  createPolicy(name: string, rules: { createHTML: (html: string) => string }): { createHTML(html: string): string };
}

/** Our own server's preview, which went through its sanitiser; nothing else ever comes here. */
const policy = (window as { trustedTypes?: Policies }).trustedTypes?.createPolicy('preview', {
  createHTML: (html) => html,
});

/** Shows the letter and the guard's advice beside the form while somebody writes; the function given does it now. */
export function keepPreviewing(form: HTMLFormElement): () => void {
  const place = form.querySelector<HTMLElement>('[data-preview-place]')!;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void show(), PAUSE);
  };
  form.addEventListener('input', soon);
  void show();
  return soon;

  async function show(): Promise<void> {
    const turn = ++last;
    try {
      const answer = await fetch(form.dataset['preview']!, {
        method: 'POST',
        headers: { Accept: 'text/html' },
        body: new URLSearchParams([...new FormData(form)] as [string, string][]),
      });
      if (!answer.ok) return;
      const html = await answer.text();
      // an older answer does not take the place of a newer one
      if (turn === last) put(html);
    } catch (fault) {
      // offline: the last preview stays
      if (!(fault instanceof TypeError)) throw fault;
    }
  }

  function put(html: string): void {
    const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');
    const letter = page.querySelector('[data-preview-letter]');
    const advice = page.querySelector('[data-advice]');
    const old = form.querySelector('[data-advice]');
    if (letter) place.replaceChildren(document.importNode(letter, true));
    if (advice && old && advice.textContent !== old.textContent) old.replaceWith(document.importNode(advice, true));
    place.hidden = false;
  }
}
