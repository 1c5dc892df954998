import type { App, WebContents } from 'electron';
import { pageOrigin } from './pages.ts';

/** Shuts every way out of a page: another address, another window, an embedded page, a certificate, developer tools. */
export function guardContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    // A page may begin itself anew, and go nowhere else. A window that the call page opened begins empty, with the address
    // that the shell has allowed.
    const stay = (event: { url: string; preventDefault(): void }): void => {
      const isFirst = contents.getURL() === '' && event.url.startsWith(`${pageOrigin}/`);
      if (!isFirst && event.url !== contents.getURL()) event.preventDefault();
    };
    contents.on('will-navigate', stay);
    contents.on('will-frame-navigate', stay);
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    if (app.isPackaged) contents.on('devtools-opened', () => contents.closeDevTools());
  });
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault();
    answer();
  });
  app.on('login', (event) => event.preventDefault());
}
