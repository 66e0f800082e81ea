/**
 * The service worker of those who follow a letter. It shows the notice that came, and opens the letter when somebody
 * presses it. It asks nothing of the network, which the policy that it is served with forbids, and keeps nothing.
 */
interface Notice {
  title: string;
  path: string;
  language: string;
  tag: string;
}

/** As far as it is used here; the types of pages do not have it. */
interface Worker extends EventTarget {
  registration: ServiceWorkerRegistration;
  location: Location;
  clients: {
    matchAll(which: object): Promise<{ url: string; focus(): Promise<unknown> }[]>;
    openWindow(url: string): Promise<unknown>;
  };
}

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

const worker = self as unknown as Worker;

worker.addEventListener('push', (event) => {
  const { data } = event as Waiting & { data: { json(): Notice } | null };
  if (data) (event as Waiting).waitUntil(tell(data.json()));
});

worker.addEventListener('notificationclick', (event) => {
  const { notification } = event as Waiting & { notification: Notification };
  notification.close();
  (event as Waiting).waitUntil(open(notification.data as string));
});

const tell = ({ title, path, language, tag }: Notice): Promise<void> =>
  worker.registration.showNotification(title, { lang: language, dir: 'auto', tag, data: path });

/** The letter, in the window that shows it already or in a new one; nothing but this site. */
async function open(path: string): Promise<void> {
  const url = new URL(path, worker.location.origin);
  if (url.origin !== worker.location.origin) return;
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const shown = windows.find((one) => new URL(one.url).pathname === url.pathname);
  await (shown ? shown.focus() : worker.clients.openWindow(url.href));
}
