/** Long enough that a sentence is not sent letter by letter, short enough that little is lost in a power cut. */
const PAUSE = 4_000;

interface Answer {
  revision: number;
  /** What the form carries of that revision. */
  opened: string;
  /** When it was saved, ISO 8601. */
  at: string;
  /** What a colleague wrote meanwhile, by field. */
  fields?: Record<string, string>;
}

/** Saves a form by itself while somebody writes in it; the function given says that something changed. */
export function keepSaving(form: HTMLFormElement): () => void {
  const status = form.querySelector<HTMLElement>('[data-status]')!;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let under = false;
  // what the page says was not saved waits for the button
  let stopped = 'unsaved' in status.dataset;
  let saved = stopped ? '' : wordsOf(form);

  form.addEventListener('input', changed);
  form.addEventListener('focusout', () => void save());
  whenLeaving(form, {
    sends: () => ((stopped = true), (saved = wordsOf(form))),
    isSaved: () => wordsOf(form) === saved,
  });
  return changed;

  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), PAUSE);
  }

  /** Says what became of it, in the words that the page came with. */
  function tell(what: string, time = ''): void {
    status.textContent = status.dataset[what]!.replace('%time%', time);
  }

  async function save(): Promise<void> {
    const sent = wordsOf(form);
    if (stopped || under || sent === saved) return;
    under = true;
    try {
      await answered(sent, await post(form.dataset['autosave']!, everythingOf(form)));
    } catch (fault) {
      if (!(fault instanceof TypeError)) throw fault;
      tell('offline');
      changed();
    } finally {
      under = false;
    }
  }

  async function answered(sent: string, answer: Response): Promise<void> {
    if (!answer.ok) {
      stopped = answer.status === 409;
      tell(answer.status === 401 ? 'signedOut' : stopped ? 'meanwhile' : 'refused');
      return;
    }
    const { revision, opened, at, fields = {} } = (await answer.json()) as Answer;
    const [before, now] = [JSON.parse(sent) as Record<string, string>, valuesOf(form)];
    // a field in which somebody types right now keeps its words: the next save brings both together
    if (!Object.keys(fields).every((name) => (now[name] ?? '') === (before[name] ?? ''))) return changed();
    const still = wordsOf(form) === sent;
    const stands = { ...fields, base: String(revision), opened };
    for (const [name, value] of Object.entries(stands)) write(form, name, value);
    saved = still ? wordsOf(form) : sent;
    tell('saved', new Date(at).toLocaleTimeString([], { timeStyle: 'short' }));
    if (!still) changed();
  }
}

/** The form goes its own way, and its answer says what became of it; whoever leaves without saving is asked. */
function whenLeaving(form: HTMLFormElement, { sends, isSaved }: { sends: () => void; isSaved: () => boolean }): void {
  form.addEventListener('submit', (event) => {
    if ((event.submitter as HTMLButtonElement | null)?.formTarget !== '_blank') sends();
  });
  // the back button shows a page that may be older than what is saved
  window.addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload();
  });
  window.addEventListener('beforeunload', (event) => {
    if (!isSaved()) event.preventDefault();
  });
}

const post = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

const everythingOf = (form: HTMLFormElement): Record<string, string> =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value as string]));

/** What the form holds, but for the state that it came from. */
function valuesOf(form: HTMLFormElement): Record<string, string> {
  const { base: _, opened: __, ...values } = everythingOf(form);
  return values;
}

const wordsOf = (form: HTMLFormElement): string => JSON.stringify(valuesOf(form));

function write(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = value !== '';
  else if (
    field instanceof HTMLInputElement ||
    field instanceof HTMLTextAreaElement ||
    field instanceof HTMLSelectElement
  )
    field.value = value;
}
