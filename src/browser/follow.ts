/**
 * Follows a letter by web push, and stops. Each letter has a service worker registration of its own, so that each has
 * an address of its own at the push service: nobody sees by it which letters one browser follows. Where something is
 * missing or fails, the page says so, nothing is left in the browser, and the feed remains.
 */
type Saying = 'unsupported' | 'denied' | 'unreachable' | 'refused' | 'follows' | 'ended';

/** The same in every language of the page: paths, and the key under which this browser follows. */
interface Terms {
  key: string;
  path: string;
  end: string;
  worker: string;
}

/** Chromium's, which CSP asks for before a script of our own may be registered. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): string;
  };
}

for (const place of document.querySelectorAll<HTMLElement>('[data-follow]')) void offer(place);

async function offer(place: HTMLElement): Promise<void> {
  part(place, 'without').hidden = true;
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return say(place, 'unsupported');
  part(place, 'follow').addEventListener('click', () => void once(place, begin));
  part(place, 'end').addEventListener('click', () => void once(place, end));
  const subscription = await (await registrationOf(place))?.pushManager.getSubscription();
  if (subscription) say(place, 'follows');
  showButtons(place, Boolean(subscription));
}

/** A second press waits for nothing: the first is under way. */
async function once(place: HTMLElement, work: (place: HTMLElement) => Promise<Saying>): Promise<void> {
  const buttons = ['follow', 'end'].map((name) => part(place, name) as HTMLButtonElement);
  for (const button of buttons) button.disabled = true;
  const saying = await work(place);
  for (const button of buttons) button.disabled = false;
  say(place, saying);
  showButtons(place, saying === 'follows');
}

async function begin(place: HTMLElement): Promise<Saying> {
  if ((await Notification.requestPermission()) !== 'granted') return 'denied';
  const subscription = await subscribe(place);
  if (!subscription) return leave(place, 'unreachable');
  const { p256dh = '', auth = '' } = subscription.toJSON().keys ?? {};
  const { endpoint } = subscription;
  const taken = await send(termsOf(place).path, { endpoint, p256dh, auth });
  return taken ? 'follows' : leave(place, 'refused');
}

async function end(place: HTMLElement): Promise<Saying> {
  const subscription = await (await registrationOf(place))?.pushManager.getSubscription();
  // what the server still holds when it cannot be told now, it forgets at the next notice: the service says "gone"
  if (subscription) await send(termsOf(place).end, { endpoint: subscription.endpoint });
  return leave(place, 'ended');
}

/** Undefined where the push service refuses or does not answer. */
async function subscribe(place: HTMLElement): Promise<PushSubscription | undefined> {
  try {
    const registration = await register(place);
    const applicationServerKey = termsOf(place).key;
    return await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  } catch (fault) {
    if (fault instanceof DOMException || fault instanceof TypeError) return undefined;
    throw fault;
  }
}

async function register(place: HTMLElement): Promise<ServiceWorkerRegistration> {
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy('follow', { createScriptURL: (url) => url });
  const { worker, path } = termsOf(place);
  const url = policy?.createScriptURL(worker) ?? worker;
  const registration = await navigator.serviceWorker.register(url, { scope: path });
  const starting = registration.installing ?? registration.waiting;
  if (registration.active || !starting) return registration;
  await new Promise<void>((resolve) => {
    starting.addEventListener('statechange', () => {
      if (['activated', 'redundant'].includes(starting.state)) resolve();
    });
  });
  return registration;
}

/** Leaves nothing behind in this browser. */
async function leave(place: HTMLElement, saying: Saying): Promise<Saying> {
  const registration = await registrationOf(place);
  await (await registration?.pushManager.getSubscription())?.unsubscribe();
  await registration?.unregister();
  return saying;
}

/** Whether the server took it. */
async function send(path: string, fields: Record<string, string>): Promise<boolean> {
  try {
    return (await fetch(path, { method: 'POST', body: new URLSearchParams(fields), credentials: 'omit' })).ok;
  } catch (fault) {
    if (fault instanceof TypeError) return false;
    throw fault;
  }
}

function registrationOf(place: HTMLElement): Promise<ServiceWorkerRegistration | undefined> {
  return navigator.serviceWorker.getRegistration(termsOf(place).path);
}

function termsOf(place: HTMLElement): Terms {
  return JSON.parse(place.dataset['follow']!) as Terms;
}

function say(place: HTMLElement, saying: Saying): void {
  for (const one of place.querySelectorAll<HTMLElement>('[data-say]')) one.hidden = one.dataset['say'] !== saying;
}

function showButtons(place: HTMLElement, follows: boolean): void {
  part(place, 'offer').hidden = follows;
  part(place, 'following').hidden = !follows;
}

function part(place: HTMLElement, name: string): HTMLElement {
  return place.querySelector<HTMLElement>(`[data-part=${name}]`)!;
}
