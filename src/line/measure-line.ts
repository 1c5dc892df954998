import { countStream, mostUnseenMs, pageStream, type StreamCount } from '#domain/participants/page-line.ts';

/** As much of a browser's WebSocket as a stream needs; `ws` in Node has the same shape. */
type StreamSocket = {
  binaryType: string;
  readonly readyState: number;
  readonly bufferedAmount: number;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
  addEventListener(type: 'message', listener: (message: { data: unknown }) => void): void;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
};
export type StreamSocketClass = new (address: string) => StreamSocket;

const waysLimitMs = 10_000;
/** Browsers wake a script no more often. */
const lookMs = 4;
const mostUnsentBytes = 64 * 1024;
const busyCode = 4009;

/** What came of it: what came here was counted; `busy`: the hall measures another line or speaks over it; `broken`: no figure. */
export type LineTold = Readonly<{ end: 'counted'; receive: StreamCount }> | Readonly<{ end: 'busy' | 'broken' }>;

export type MeasureOrder = Readonly<{
  /** `wss://host/v1/measure`. */
  address: string;
  token: string;
  SocketImpl?: StreamSocketClass;
}>;

/**
 * P38: lets the hall count what this page sends, then counts what the hall sends, each over a connection of its own. Takes
 * some eleven seconds; nothing else should be carried meanwhile. Never throws.
 */
export async function measureLine(order: MeasureOrder): Promise<LineTold> {
  const sent = await sendStream(order);
  if (sent !== 'done') return { end: sent };
  return receiveStream(order);
}

function dial({ address, SocketImpl }: MeasureOrder, way: 'send' | 'receive'): StreamSocket | null {
  try {
    const Chosen: StreamSocketClass = SocketImpl ?? globalThis.WebSocket;
    const socket = new Chosen(`${address}/${way}`);
    socket.binaryType = 'arraybuffer';
    return socket;
  } catch {
    return null;
  }
}

/** Sends at its pace or, where the line is narrower, as fast as it goes, until the hall ends it. */
function sendStream(order: MeasureOrder): Promise<'done' | 'busy' | 'broken'> {
  const socket = dial(order, 'send');
  if (socket === null) return Promise.resolve('broken');
  return new Promise((resolve) => {
    const frame = new Uint8Array(pageStream.frameBytes);
    // What could be pressed together on the way would be no measure of it.
    crypto.getRandomValues(frame);
    let [beganMs, frames, lookedMs, unseenMs] = [Number.NaN, 0, Number.NaN, 0];
    const limit = setTimeout(() => socket.close(), waysLimitMs);
    const looks = setInterval(() => {
      if (Number.isNaN(beganMs) || socket.readyState !== 1) return;
      const nowMs = performance.now();
      unseenMs = Math.max(unseenMs, nowMs - lookedMs);
      lookedMs = nowMs;
      const dueFrames = (pageStream.rateKbps * (nowMs - beganMs)) / (8 * pageStream.frameBytes);
      for (; frames < dueFrames && socket.bufferedAmount < mostUnsentBytes; frames += 1) socket.send(frame);
    }, lookMs);
    socket.addEventListener('open', () => socket.send(JSON.stringify({ token: order.token })));
    socket.addEventListener('message', () => {
      beganMs = performance.now();
      lookedMs = beganMs;
    });
    socket.addEventListener('error', () => {});
    socket.addEventListener('close', ({ code }) => {
      clearTimeout(limit);
      clearInterval(looks);
      const lastedMs = performance.now() - beganMs;
      const isWhole = lastedMs >= pageStream.durationMs && unseenMs <= mostUnseenMs;
      resolve(code === busyCode ? 'busy' : isWhole ? 'done' : 'broken');
    });
  });
}

function receiveStream(order: MeasureOrder): Promise<LineTold> {
  const socket = dial(order, 'receive');
  if (socket === null) return Promise.resolve({ end: 'broken' });
  return new Promise((resolve) => {
    const arrivedMs: number[] = [];
    let [lookedMs, unseenMs] = [performance.now(), 0];
    const limit = setTimeout(() => end(null), waysLimitMs);
    const looks = setInterval(() => {
      const nowMs = performance.now();
      if (arrivedMs.length > 0) unseenMs = Math.max(unseenMs, nowMs - lookedMs);
      lookedMs = nowMs;
      const [firstMs] = arrivedMs;
      if (firstMs !== undefined && nowMs - firstMs >= pageStream.durationMs)
        end(unseenMs > mostUnseenMs ? null : countStream(arrivedMs));
    }, 20);
    function end(receive: StreamCount | null): void {
      clearTimeout(limit);
      clearInterval(looks);
      // The hall lets go of what is still under way.
      if (socket?.readyState === 1) socket.send('enough');
      socket?.close();
      resolve(receive === null ? { end: 'broken' } : { end: 'counted', receive });
    }
    socket.addEventListener('open', () => socket.send(JSON.stringify({ token: order.token })));
    socket.addEventListener('message', ({ data }) => {
      if (data instanceof ArrayBuffer && data.byteLength === pageStream.frameBytes) arrivedMs.push(performance.now());
    });
    socket.addEventListener('error', () => {});
    socket.addEventListener('close', () => end(null));
  });
}
