type Target = Readonly<{ type: string; url: string; webSocketDebuggerUrl: string }>;
type Answered = Readonly<{ id?: number; result?: Readonly<{ result?: Readonly<{ value?: unknown }> }> }>;

/**
 * Asks one page for a value (of a promise too) over Electron's debugging port, and lets go of it again: a debugger that
 * stays attached costs each of the pages time. Undefined when there is no such page; throws when the page goes away.
 */
export async function askPage(debugPort: number, urlPart: string, expression: string): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${String(debugPort)}/json/list`);
  const targets = (await response.json()) as readonly Target[];
  const page = targets.find((target) => target.type === 'page' && target.url.includes(urlPart));
  if (page === undefined) return undefined;
  const socket = new WebSocket(page.webSocketDebuggerUrl);
  const params = { expression, returnByValue: true, awaitPromise: true };
  try {
    return await new Promise((resolve, reject) => {
      socket.addEventListener('open', () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params })));
      socket.addEventListener('message', ({ data }) => {
        const answer = JSON.parse(String(data)) as Answered;
        if (answer.id === 1) resolve(answer.result?.result?.value);
      });
      socket.addEventListener('error', () => reject(new Error('the page went away')));
      socket.addEventListener('close', () => reject(new Error('the page went away')));
    });
  } finally {
    socket.close();
  }
}
