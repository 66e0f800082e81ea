import { startAuthentication, startRegistration } from '@simplewebauthn/browser';

type Authentication = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type Registration = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** Asks the browser for a passkey and sends its answer with the form; without script the form is not shown. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  form.hidden = !('PublicKeyCredential' in window);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send(form);
  });
}

async function send(form: HTMLFormElement): Promise<void> {
  const fault = form.querySelector('[data-fault]')!;
  fault.textContent = '';
  try {
    form.querySelector<HTMLInputElement>('[name=answer]')!.value = JSON.stringify(await answer(form));
    form.submit();
  } catch (thrown) {
    fault.textContent = wordsFor((thrown as Error).name, form.dataset);
  }
}

function answer({ dataset: { passkey, options = '' } }: HTMLFormElement): Promise<object> {
  const optionsJSON: unknown = JSON.parse(options);
  return passkey === 'register'
    ? startRegistration({ optionsJSON: optionsJSON as Registration })
    : startAuthentication({ optionsJSON: optionsJSON as Authentication });
}

function wordsFor(name: string, { present = '', refused = '', unable = '' }: DOMStringMap): string {
  if (name === 'InvalidStateError') return present;
  return name === 'NotAllowedError' ? refused : unable;
}
