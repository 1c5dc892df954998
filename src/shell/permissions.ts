import type { Session, WebContents } from 'electron';
import { pageOrigin, type WindowName } from './pages.ts';

export type WindowOf = (contents: WebContents | null) => WindowName | null;

/** Whether a window may use a capture kind: the recorder, the call and the console both, the bench pictures only. */
export function mayCapture(window: WindowName | null, kinds: readonly string[]): boolean {
  if (window === 'recorder' || window === 'call' || window === 'console') return true;
  return window === 'bench' && kinds.length > 0 && kinds.every((kind) => kind === 'video');
}

/** Choosing a loudspeaker. */
function maySpeak(window: WindowName | null): boolean {
  return window === 'console' || window === 'recorder' || window === 'call';
}

function isOwn(address: string): boolean {
  return address === pageOrigin || address.startsWith(`${pageOrigin}/`);
}

/** Only what a page of ours loads, and the hall on this machine; everything else never leaves. */
export function mayLoad(address: string): boolean {
  if (isOwn(address) || address.startsWith('data:') || address.startsWith(`blob:${pageOrigin}`)) return true;
  return /^(?:ws|http):\/\/127\.0\.0\.1:\d+\//.test(address) || address.startsWith('devtools://');
}

/** Denies everything but capture and choosing a loudspeaker, for our own pages, window by window. */
export function hardenSession(session: Session, windowOf: WindowOf): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const window = isOwn(details.requestingUrl) ? windowOf(contents) : null;
    // Electron 33 has this permission but its types do not name it.
    if ((permission as string) === 'speaker-selection') return answer(maySpeak(window));
    const kinds = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    answer(permission === 'media' && mayCapture(window, kinds));
  });
  session.setPermissionCheckHandler((contents, permission, origin, details) => {
    const window = isOwn(origin) ? windowOf(contents) : null;
    if ((permission as string) === 'speaker-selection') return maySpeak(window);
    const kind = details.mediaType;
    return permission === 'media' && mayCapture(window, kind === undefined || kind === 'unknown' ? [] : [kind]);
  });
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }));
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
}
