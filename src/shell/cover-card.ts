import { BrowserWindow } from 'electron';
import type { Bounds } from './placement.ts';

const escaped: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The card's page: words only, no script, nothing fetched. */
export function cardPage(lines: readonly string[]): string {
  const text = lines.map((line) => `<p>${line.replace(/[&<>"]/g, (sign) => escaped[sign] ?? '')}</p>`).join('');
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`
    + '<style>body{margin:0;height:100vh;display:flex;flex-direction:column;gap:16px;align-items:center;justify-content:center;'
    + `background:#12161c;color:#e8edf4;font:28px/1.4 'Noto Sans',sans-serif;text-align:center}p{margin:0 10vw}</style>${text}`;
}

/** Covers a display at once while the window behind it is rebuilt. Returns what takes the card away. */
export function coverCard(bounds: Bounds, lines: readonly string[]): () => void {
  const card = new BrowserWindow({
    ...bounds, show: true, frame: false, focusable: false, alwaysOnTop: true, skipTaskbar: true, backgroundColor: '#12161c',
    webPreferences: { sandbox: true, contextIsolation: true, javascript: false, spellcheck: false },
  });
  // A card that cannot show its words is still a calm dark card.
  void card.loadURL(`data:text/html;charset=utf-8,${encodeURIComponent(cardPage(lines))}`).catch(() => {});
  return () => { if (!card.isDestroyed()) card.destroy(); };
}
