/**
 * Moves the verified total without a reload. Listens to the letter's event stream, which reconnects by itself;
 * where streams do not get through, asks every half minute. While neither works, the page says that its number may be
 * old. Without script the page is right at each load.
 */
interface Count {
  total: number;
  employers: Record<string, number>;
  supporters: number;
  vouched?: number;
  sealed?: { reached: number | null; asOf: string | null };
  asOf: string;
}

const POLL = 30_000;
const FAILURES_BEFORE_POLLING = 3;
/** A stream that breaks once is back in a moment. */
const FAILURES_BEFORE_SAYING_SO = 2;

for (const place of document.querySelectorAll<HTMLElement>('[data-live-count]')) follow(place);

function follow(place: HTMLElement): void {
  const { live = '', poll = '' } = place.dataset;
  let stream: EventSource;
  let polls = false;
  let failures = 0;
  const listen = (): void => {
    stream = new EventSource(live);
    stream.addEventListener('count', (event: MessageEvent<string>) => {
      failures = 0;
      show(place, JSON.parse(event.data) as Count);
    });
    stream.addEventListener('error', () => {
      failures += 1;
      if (failures >= FAILURES_BEFORE_SAYING_SO) sayLost(place, true);
      if (failures < FAILURES_BEFORE_POLLING && stream.readyState !== EventSource.CLOSED) return;
      stream.close();
      polls = true;
      void ask(place, poll);
      setInterval(() => void ask(place, poll), POLL);
    });
  };
  listen();
  addEventListener('offline', () => sayLost(place, true));
  // a stream that was open before may never tell that it broke
  addEventListener('online', () => {
    if (polls) return void ask(place, poll);
    stream.close();
    listen();
  });
}

/** That the number may be old, or is not any more. */
function sayLost(place: HTMLElement, lost: boolean): void {
  const words = place.querySelector<HTMLElement>('[data-lost]');
  if (words) words.hidden = !lost;
}

async function ask(place: HTMLElement, url: string): Promise<void> {
  try {
    const answer = await fetch(url, { headers: { Accept: 'application/json' } });
    if (answer.ok) show(place, (await answer.json()) as Count);
    else sayLost(place, true);
  } catch (fault) {
    // offline for a while: the number stays as it was, with its "as of", until the next turn
    if (!(fault instanceof TypeError)) throw fault;
    sayLost(place, true);
  }
}

function show(place: HTMLElement, count: Count): void {
  const { language = 'en-GB' } = place.dataset;
  sayLost(place, false);
  const number = new Intl.NumberFormat(language);
  for (const one of document.querySelectorAll<HTMLElement>('[data-sealed]')) one.hidden = count.total > 0;
  for (const one of document.querySelectorAll<HTMLElement>('[data-unsealed]')) one.hidden = count.total === 0;
  showNumber('total', count.total, language);
  showNumber('supporters', count.supporters, language);
  showNumber('vouched', count.vouched ?? 0, language);
  for (const employer of place.querySelectorAll<HTMLElement>('[data-employer]')) {
    const signed = count.employers[employer.dataset['employer'] ?? ''];
    if (signed === undefined) continue;
    employer.querySelector('[data-number]')!.textContent = number.format(signed);
    employer.querySelector<HTMLElement>('[data-later]')!.hidden = true;
  }
  showShares(place, count, language);
  showProgress(place, count, language);
  for (const asOf of place.querySelectorAll('time')) {
    if (asOf.dateTime === count.asOf) continue;
    asOf.dateTime = count.asOf;
    asOf.textContent = inWords(count.asOf, language);
  }
}

/** As the server writes it. */
function inWords(instant: string, language: string): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${format.format(new Date(instant))} UTC`;
}

/** How far a sealed letter is, where the page tells a step already. */
function showProgress(place: HTMLElement, { sealed }: Count, language: string): void {
  const bar = place.querySelector<HTMLProgressElement>('.towards progress');
  if (!bar || !sealed || sealed.reached === null || sealed.asOf === null) return;
  bar.value = sealed.reached;
  write(place.querySelector('[data-reached]')!, sealed.reached.toLocaleString(language));
  write(place.querySelector('[data-reached-at]')!, inWords(sealed.asOf, language));
}

/** The shares of a workforce, whose size the page knows, as the server writes them. */
function showShares(place: HTMLElement, count: Count, language: string): void {
  for (const element of place.querySelectorAll<HTMLElement>('[data-headcount]')) {
    const row = element.closest<HTMLElement>('[data-employer]');
    const employer = row?.dataset['employer'];
    const signed = employer === undefined ? count.total : count.employers[employer];
    const share = (signed ?? 0) / Number(element.dataset['headcount']);
    if (!Number.isFinite(share) || share === 0) continue;
    const digits = share < 0.01 ? 1 : 0;
    element.textContent = share.toLocaleString(language, { style: 'percent', maximumFractionDigits: digits });
    (row ?? place).querySelector<HTMLElement>('[data-beyond]')!.hidden = share <= 1;
    if (row) row.querySelector<HTMLElement>('[data-base]')!.hidden = false;
  }
}

/** It stands in more than one place of the page, with a noun in the form that the language has for such a number. */
function showNumber(name: string, value: number, language: string): void {
  const kind = new Intl.PluralRules(language).select(value);
  for (const element of document.querySelectorAll(`[data-${name}]`)) write(element, value.toLocaleString(language));
  for (const element of document.querySelectorAll<HTMLElement>(`[data-noun=${name}]`)) {
    const forms = JSON.parse(element.dataset['forms']!) as Partial<Record<Intl.LDMLPluralRule, string>>;
    write(element, forms[kind] ?? element.textContent);
  }
}

function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
