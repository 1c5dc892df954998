/**
 * Lets the shell hear that this window's process lives: a script may be busy for seconds, but a process that stands still
 * keeps the pictures of the cameras that it shows, and the recorder gets none.
 */
export function giveSignsOfLife(): void {
  addEventListener('message', ({ source, data, ports }) => {
    const [port] = ports;
    if (source !== globalThis.window || data !== 'tarazy:pulse' || port === undefined) return;
    const worker = new Worker(new URL('./pulse-worker.ts', import.meta.url), { type: 'module', name: 'pulse' });
    worker.postMessage(null, [port]);
  });
}
