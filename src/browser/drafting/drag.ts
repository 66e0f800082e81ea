/** Lets the items of each list be dragged by a handle; their order in the form is their order in the letter. */
export function letDrag(form: HTMLFormElement, moved: () => void): void {
  for (const list of form.querySelectorAll<HTMLElement>('[data-items]')) {
    for (const item of list.querySelectorAll<HTMLElement>('[data-item]'))
      item.querySelector('[data-label]')?.append(handleOf(list, item, form.dataset['drag']!, moved));
  }
}

const ENDS = ['pointerup', 'pointercancel'] as const;

/** For pointers alone: the keyboard has the buttons. */
function handleOf(list: HTMLElement, item: HTMLElement, title: string, moved: () => void): HTMLElement {
  const handle = document.createElement('span');
  handle.className = 'handle';
  handle.textContent = '⠿';
  handle.ariaHidden = 'true';
  handle.title = title;
  handle.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    item.classList.add('dragged');
    document.addEventListener('pointermove', follow);
    for (const end of ENDS) document.addEventListener(end, drop, { once: true });
  });
  return handle;

  function follow({ clientY }: PointerEvent): void {
    const next = [...list.children].find((other) => other !== item && clientY < middleOf(other)) ?? null;
    if (item.nextElementSibling !== next) list.insertBefore(item, next);
  }

  function drop(): void {
    document.removeEventListener('pointermove', follow);
    for (const end of ENDS) document.removeEventListener(end, drop);
    item.classList.remove('dragged');
    number(list);
    moved();
  }
}

function middleOf(element: Element): number {
  const { top, height } = element.getBoundingClientRect();
  return top + height / 2;
}

/** “Demand 2” is the second one again. */
function number(list: HTMLElement): void {
  list.querySelectorAll('[data-label]').forEach((label, i) => {
    const text = label.firstChild;
    if (text) text.nodeValue = (text.nodeValue ?? '').replace(/\d+/, String(i + 1));
  });
}
