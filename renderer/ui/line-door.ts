/** What a hall on the line shows. */
export type RemoteSight = Readonly<{ peerId: string; picture: MediaStream }>;

/** What the call window gives the monitors' windows that it opened: the other halls' pictures, and word when they change. */
export type LineDoor = Readonly<{
  remotePictures(): readonly RemoteSight[];
  subscribe(listener: () => void): () => void;
}>;

declare global {
  interface Window {
    tarazyLine?: LineDoor;
  }
}

/** The line of the call window that opened this one; null where it was opened by nobody. */
export function lineOfOpener(): LineDoor | null {
  return (window.opener as Window | null)?.tarazyLine ?? null;
}
