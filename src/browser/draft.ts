import { keepSaving } from './drafting/autosave.ts';
import { letDrag } from './drafting/drag.ts';
import { keepPreviewing } from './drafting/preview.ts';

/**
 * Writing a letter: saves by itself, shows how it will look, and lets items be dragged. Without script, Save, Preview
 * and the buttons beside each item do the same.
 */
for (const form of document.querySelectorAll<HTMLFormElement>('[data-draft]')) {
  const show = keepPreviewing(form);
  const changed = keepSaving(form);
  letDrag(form, () => {
    changed();
    show();
  });
  // after the browser itself went to the place, which takes the focus away
  addEventListener('load', () => setTimeout(goOn));
}

/** Whoever pressed a button of an item goes on writing there. */
function goOn(): void {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target) (target.querySelector<HTMLElement>('textarea, input:not([type=hidden])') ?? target).focus();
}
