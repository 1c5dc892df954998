/** What a hall on the line shows. */
export type RemoteSight = Readonly<{ peerId: string; picture: MediaStream }>;

/** What the call window gives the monitors' windows that it opened: the other halls' pictures and this hall's own, and word when they change. */
export type LineDoor = Readonly<{
  remotePictures(): readonly RemoteSight[];
  /** This hall as its own public may see it; null while it may not. */
  ownPicture(): MediaStream | null;
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
