import type { Pass } from '../protocol/pass.ts';
import { post } from './client/ask.ts';
import { type ClientFields, readFields } from './client/fields.ts';
import { showReceipt, signedPost } from './client/finish.ts';
import { passIn } from './client/pass.ts';
import { start } from './client/start.ts';

/**
 * Protocol step 3, with a pass that was kept: this browser reads the pass and signs. The first screen is the form of
 * browsers without script; from here on it is not sent, and the pass stays here.
 */
void start('[data-later]', (screens, letter, ed25519, { post: signatures }: { post: string }) => {
  let pass: Pass;
  let fields: ClientFields;

  const write = screens.onSend('write', async (form) => {
    const given = await passIn(form, letter, ed25519);
    if (typeof given === 'string') return given;
    const read = readFields(form);
    if (typeof read === 'string') return read;
    [pass, fields] = [given, read];
    showAppearance();
    screens.show('preview');
    return '';
  });

  screens.onSend('preview', async () => {
    // if an answer gets lost, the same bytes are posted again
    const answer = await post<object>(signatures, await signedPost(letter, pass, 0, 'sign', fields, ed25519));
    if ('fault' in answer) return answer.fault;
    write.reset();
    showReceipt(screens, answer.body);
    screens.show('done');
    return '';
  });

  screens.part('back').addEventListener('click', () => screens.show('write'));
  // the first screen is there already, and somebody may be typing in it
  screens.part('by-server').hidden = true;
  screens.part('by-browser').hidden = false;

  function showAppearance(): void {
    const { shown, name, role, comment } = fields;
    const employer = shown === 'anonymous' ? [] : chosen('employer');
    show('appearance', [name, role, ...employer].filter(Boolean).join(', '));
    screens.part('nothing').hidden = shown !== 'anonymous';
    show('comment', comment as string | null);
    show('pledges', ...chosen('pledges').map(item));
    show(
      'groups',
      ...Array.from(write.querySelectorAll('option:checked:not([value=""])'), (one) => item(one.textContent)),
    );
  }

  /** Hides what surrounds it where there is nothing. */
  function show(name: string, ...content: (string | Node | null)[]): void {
    const there = content.filter((one) => one !== null && one !== '') as (string | Node)[];
    screens.part(name).replaceChildren(...there);
    screens.part(`with-${name}`).hidden = there.length === 0;
  }

  /** As the form words what is chosen. */
  const chosen = (name: string): string[] =>
    Array.from(write.querySelectorAll<HTMLInputElement>(`[name=${name}]:checked`), (input) =>
      input.labels![0]!.textContent.trim(),
    );
});

function item(text: string): HTMLElement {
  const made = document.createElement('li');
  // as it was written, in whichever direction
  made.append(document.createElement('bdi'));
  made.firstElementChild!.textContent = text;
  return made;
}
