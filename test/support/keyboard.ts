import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { onScreen } from './client-screens.ts';

const MOST_STEPS = 80;

/** What has the focus, as somebody who looks at the screen sees it. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const text = [...(element.labels ?? [])].map((label) => label.textContent).join(' ') || (element.innerText ?? element.textContent);
  return {
    name: text.replace(/\\s+/g, ' ').trim(),
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth && box.width > 0,
  };
})()`;

interface Focused {
  name: string;
  outlined: boolean;
  onScreen: boolean;
}

/** Presses Tab until what is named so has the focus. Every stop on the way must be seen to have it. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < MOST_STEPS; step++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate<Focused>(FOCUSED);
    expect(focused, `after ${passed.join(' → ')}`).toMatchObject({ outlined: true, onScreen: true });
    if (focused.name === name) return;
    passed.push(focused.name);
  }
  throw new Error(`Tab never came to “${name}”: ${passed.join(' → ')}`);
}

/** Goes to a field by Tab and types. */
export async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, label);
  await page.keyboard.type(text);
}

/** Goes to a link or button by Tab and presses Enter; waits for the page behind it. */
export async function enter(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** Goes to a button of a screen by Tab and presses Enter; waits for the next screen, whose heading is met first. */
export async function enterScreen(page: Page, name: string, heading: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
  await onScreen(page, heading);
  expect(await page.evaluate<string>('document.activeElement.textContent')).toBe(heading);
}
