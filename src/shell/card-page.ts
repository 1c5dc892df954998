const escaped: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The card's page: words only, no script, nothing fetched. */
export function cardPage(lines: readonly string[]): string {
  const text = lines.map((line) => `<p>${line.replace(/[&<>"]/g, (sign) => escaped[sign] ?? '')}</p>`).join('');
  return (
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">` +
    '<style>body{margin:0;height:100vh;display:flex;flex-direction:column;gap:16px;align-items:center;justify-content:center;' +
    `background:#12161c;color:#e8edf4;font:28px/1.4 'Noto Sans',sans-serif;text-align:center}p{margin:0 10vw}</style>${text}`
  );
}
