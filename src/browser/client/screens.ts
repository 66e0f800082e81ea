/** The screens of a page, of which one is shown at a time. */
export interface Screens {
  show(name: string): void;
  /** An element of the screens by its `data-` name. */
  part(name: string): HTMLElement;
  /** Runs `act` when the screen's form is sent, with its button at rest meanwhile; shows the fault that it gives. */
  onSend(name: string, act: (form: FormData) => Promise<string | undefined>): void;
}

export function screensOf(root: HTMLElement): Screens {
  const all = root.querySelectorAll<HTMLElement>('[data-screen]');
  const screen = (name: string) => root.querySelector<HTMLElement>(`[data-screen=${name}]`)!;
  return {
    show(name) {
      for (const one of all) one.hidden = one.dataset['screen'] !== name;
      screen(name).querySelector('h1')?.focus();
    },
    part: (name) => root.querySelector<HTMLElement>(`[data-${name}]`)!,
    onSend(name, act) {
      const form = screen(name).querySelector('form')!;
      const button = form.querySelector('button')!;
      const fault = form.querySelector<HTMLElement>('[data-fault]')!;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        button.disabled = true;
        void act(new FormData(form)).then((words) => {
          button.disabled = false;
          fault.textContent = words ?? '';
        });
      });
    },
  };
}
