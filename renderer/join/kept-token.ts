const storageKey = 'tarazy.join.token';

/** What the tab keeps of its line, so that a page that is loaded anew by chance is the same page. */
export type KeptToken = Readonly<{ token: string | null; keep(token: string | null): void }>;

/** The token of this link; nothing where the browser keeps nothing for pages. */
export function keptToken(link: string): KeptToken {
  return {
    token: read(link),
    keep(token) {
      try {
        if (token === null) sessionStorage.removeItem(storageKey);
        else sessionStorage.setItem(storageKey, `${link} ${token}`);
      } catch {
        // Then the code word is said again.
      }
    },
  };
}

function read(link: string): string | null {
  try {
    const [keptLink, token] = sessionStorage.getItem(storageKey)?.split(' ') ?? [];
    return keptLink === link ? (token ?? null) : null;
  } catch {
    return null;
  }
}
