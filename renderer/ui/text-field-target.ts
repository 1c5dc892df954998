export type TextTarget = HTMLInputElement | HTMLTextAreaElement;

const typedInto = new Set(['text', 'search', 'tel', 'url', 'password']);

/** The element as a field that text is typed into, or null for everything else. */
export function asTextTarget(element: EventTarget | null): TextTarget | null {
  if (element instanceof HTMLTextAreaElement) return element;
  return element instanceof HTMLInputElement && typedInto.has(element.type) && !element.readOnly ? element : null;
}

/** Types into a field as a hardware key would: at the caret, over the selection, and the page hears `input`. */
export function typeInto(target: TextTarget, text: string): void {
  const { selectionStart, selectionEnd } = target;
  target.setRangeText(text, selectionStart ?? target.value.length, selectionEnd ?? target.value.length, 'end');
  target.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}

/** Erases the selection, else the letter before the caret. */
export function eraseFrom(target: TextTarget): void {
  const end = target.selectionEnd ?? target.value.length;
  const selected = target.selectionStart ?? end;
  const start = selected === end ? Math.max(0, end - 1) : selected;
  target.setRangeText('', start, end, 'end');
  target.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'deleteContentBackward' }));
}
