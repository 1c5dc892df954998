import { BrowserWindow, session } from 'electron';

const printLimitMs = 15_000;
/** A session in memory of its own: what is printed sees neither the windows' storage nor any address. */
const printPartition = 'print';

/**
 * The PDF of a page of the hall's, or null where it could not be printed in time. The page is drawn in a window that
 * is never shown, in the sandbox, without scripts and without any way out; `tell` gets the reason for the log.
 */
export async function printPage(
  html: string,
  tell: (event: string, facts: object) => void,
): Promise<Uint8Array | null> {
  const printing = session.fromPartition(printPartition);
  printing.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  printing.setPermissionCheckHandler(() => false);
  printing.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !request.url.startsWith('data:') }));
  const window = new BrowserWindow({
    show: false,
    width: 800,
    height: 1100,
    webPreferences: {
      session: printing,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  let limit: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<null>((resolve) => {
      limit = setTimeout(() => resolve(null), printLimitMs);
    });
    const printed = await Promise.race([draw(window, html), late]);
    if (printed === null) tell('shell.print-failed', { why: 'too slow' });
    return printed;
  } catch (error) {
    tell('shell.print-failed', { why: String(error) });
    return null;
  } finally {
    clearTimeout(limit);
    window.destroy();
  }
}

async function draw(window: BrowserWindow, html: string): Promise<Uint8Array> {
  await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html).toString('base64')}`);
  return window.webContents.printToPDF({ preferCSSPageSize: true, printBackground: true, generateTaggedPDF: true });
}
