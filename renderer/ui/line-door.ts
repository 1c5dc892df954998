/** What the call window gives the monitors' windows that it opened: the other hall's picture, and word when it changes. */
export type LineDoor = Readonly<{ remotePicture(): MediaStream | null; subscribe(listener: () => void): () => void }>;

declare global {
  interface Window {
    tarazyLine?: LineDoor;
  }
}

/** The line of the call window that opened this one; null where it was opened by nobody. */
export function lineOfOpener(): LineDoor | null {
  return (window.opener as Window | null)?.tarazyLine ?? null;
}
