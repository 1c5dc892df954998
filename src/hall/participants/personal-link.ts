/** The link of one person. `names`: those of this PC, best first. */
export function personalLink(names: readonly string[], listenPort: number, secret: string): string {
  const [name = 'localhost'] = names;
  const host = name.includes(':') ? `[${name}]` : name;
  const port = listenPort === 443 ? '' : `:${String(listenPort)}`;
  // In the fragment it never leaves the browser, nor stands in any log on the way.
  return `https://${host}${port}/#${secret}`;
}
