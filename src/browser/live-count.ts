/**
 * Moves the verified total without a reload. Listens to the letter's event stream, which reconnects by itself;
 * where streams do not get through, asks every half minute. Without script the page is right at each load.
 */
interface Count {
  total: number;
  employers: Record<string, number>;
  supporters: number;
  vouched?: number;
  asOf: string;
}

const POLL = 30_000;
const FAILURES_BEFORE_POLLING = 3;

for (const place of document.querySelectorAll<HTMLElement>('[data-live-count]')) follow(place);

function follow(place: HTMLElement): void {
  const { live = '', poll = '' } = place.dataset;
  const stream = new EventSource(live);
  let failures = 0;
  stream.addEventListener('count', (event: MessageEvent<string>) => {
    failures = 0;
    show(place, JSON.parse(event.data) as Count);
  });
  stream.addEventListener('error', () => {
    failures += 1;
    if (failures < FAILURES_BEFORE_POLLING && stream.readyState !== EventSource.CLOSED) return;
    stream.close();
    void ask(place, poll);
    setInterval(() => void ask(place, poll), POLL);
  });
}

async function ask(place: HTMLElement, url: string): Promise<void> {
  try {
    const answer = await fetch(url, { headers: { Accept: 'application/json' } });
    if (answer.ok) show(place, (await answer.json()) as Count);
  } catch (fault) {
    // offline for a while: the number stays as it was, with its "as of", until the next turn
    if (!(fault instanceof TypeError)) throw fault;
  }
}

function show(place: HTMLElement, count: Count): void {
  const { language = 'en-GB', one = '', many = '' } = place.dataset;
  const number = new Intl.NumberFormat(language);
  const sealed = place.querySelector<HTMLElement>('[data-sealed]');
  if (sealed) sealed.hidden = count.total > 0;
  write('[data-total]', number.format(count.total));
  write('[data-supporters]', number.format(count.supporters));
  write('[data-vouched]', number.format(count.vouched ?? 0));
  write('[data-noun]', count.total === 1 ? one : many);
  for (const employer of place.querySelectorAll<HTMLElement>('[data-employer]')) {
    const signed = count.employers[employer.dataset['employer'] ?? ''];
    if (signed === undefined) continue;
    employer.querySelector('[data-number]')!.textContent = number.format(signed);
    employer.querySelector<HTMLElement>('[data-later]')!.hidden = true;
  }
  showShares(place, count, language);
  const asOf = place.querySelector('time');
  if (!asOf || asOf.dateTime === count.asOf) return;
  const instant = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  asOf.dateTime = count.asOf;
  asOf.textContent = `${instant.format(new Date(count.asOf))} UTC`;
}

/** The shares of a workforce, whose size the page knows, as the server writes them. */
function showShares(place: HTMLElement, count: Count, language: string): void {
  for (const element of place.querySelectorAll<HTMLElement>('[data-headcount]')) {
    const employer = element.closest<HTMLElement>('[data-employer]')?.dataset['employer'];
    const signed = employer === undefined ? count.total : count.employers[employer];
    const share = (signed ?? 0) / Number(element.dataset['headcount']);
    if (!Number.isFinite(share) || share === 0) continue;
    const digits = share < 0.01 ? 1 : 0;
    element.textContent = share.toLocaleString(language, { style: 'percent', maximumFractionDigits: digits });
  }
}

/** The number stands in more than one place of the page. */
function write(where: string, text: string): void {
  for (const element of document.querySelectorAll(where)) {
    if (element.textContent !== text) element.textContent = text;
  }
}
