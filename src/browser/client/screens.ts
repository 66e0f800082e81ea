/** The screens of a page, of which one is shown at a time. */
export interface Screens {
  show(name: string): void;
  /** An element of the screens by its `data-` name. */
  part<Part extends HTMLElement>(name: string): Part;
  /**
   * Runs `act` when the screen's form is sent, its button at rest meanwhile, and shows the fault that it tells: in
   * words of the server, or by the name of words that the page holds in an attribute (`data-fault-…`).
   */
  onSend(name: string, act: (form: FormData) => Promise<string>): HTMLFormElement;
}

export function screensOf(root: HTMLElement): Screens {
  const find = <Part extends HTMLElement>(selector: string) => root.querySelector<Part>(selector)!;
  return {
    show(name) {
      for (const screen of root.querySelectorAll<HTMLElement>('[data-screen]')) {
        screen.hidden = screen.dataset['screen'] !== name;
      }
      find(`[data-screen=${name}] h1`).focus();
    },
    part: (name) => find(`[data-${name}]`),
    onSend(name, act) {
      const form = find<HTMLFormElement>(`[data-screen=${name}] form`);
      const button = form.querySelector('button')!;
      form.addEventListener('submit', (event) => {
        event.preventDefault();
        button.disabled = true;
        const done = (fault: string) => {
          button.disabled = false;
          form.querySelector('[data-fault]')!.textContent = root.dataset[fault] ?? fault;
          // the field that it is named after
          (form[fault.slice(5).toLowerCase()] as HTMLElement | undefined)?.focus();
        };
        act(new FormData(form)).then(done, () => done('faultBroken'));
      });
      return form;
    },
  };
}
