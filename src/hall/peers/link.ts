import type { WebSocket } from 'ws';
import { linkFrame, linkHello, type LinkFrame, type LinkHello } from '#contract/peer-link.ts';
import type { Log } from '../plumbing/index.ts';

export const largestFrameBytes = 64 * 1024;
const pingMs = 2500;
const helloLimitMs = 1000;
/** A call's signals are a few dozen frames; a hall that floods is cut off and dials again. */
const mostFrames = { burst: 200, perSecond: 50 } as const;
const mostUnsentBytes = 1024 * 1024;

/** Close codes of ws, 4000–4999 ours. */
export const closeCodes = { replaced: 4001, removed: 4002, wrongSide: 4003, malformed: 4008, flood: 4029 } as const;

/** One open line to a paired hall whose key was proved by TLS. */
export type Link = Readonly<{
  say(frame: LinkFrame): void;
  /** The other hall was heard by another way than this line: it lives. */
  heard(): void;
  close(code: number, why: string): void;
  /** At once, for a line that is believed dead. */
  terminate(): void;
}>;

export type LinkOrder = Readonly<{
  socket: WebSocket;
  /** The side that dialled speaks first. */
  speaksFirst: boolean;
  hello(): LinkHello;
  /** Both hellos are said: the line counts from now on. */
  onUp(link: Link, hello: LinkHello): void;
  onFrame(frame: LinkFrame): void;
  onClose(): void;
  log: Log;
}>;

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Leads one socket through its life: hello, frames, a ping every 2.5 s; one ping without any answer ends it. */
export function holdLink(order: LinkOrder): void {
  const { socket, log } = order;
  let isUp = false;
  let isHeard = true;
  let allowance: number = mostFrames.burst;
  const sayText = (text: string): void => {
    if (socket.bufferedAmount > mostUnsentBytes) socket.terminate();
    else socket.send(text, () => {});
  };
  const link: Link = {
    say: (frame) => sayText(JSON.stringify(frame)),
    heard: () => {
      isHeard = true;
    },
    close: (code, why) => {
      socket.close(code, why);
      // A hall that does not answer the farewell is not waited for.
      setTimeout(() => socket.terminate(), 500).unref();
    },
    terminate: () => socket.terminate(),
  };
  const sayHello = (): void => sayText(JSON.stringify(order.hello()));
  const helloLimit = setTimeout(() => socket.terminate(), helloLimitMs);
  const pings = setInterval(() => {
    if (!isHeard) {
      log.info({}, 'peer-silent');
      socket.terminate();
      return;
    }
    isHeard = false;
    allowance = Math.min(mostFrames.burst, allowance + (mostFrames.perSecond * pingMs) / 1000);
    socket.ping();
  }, pingMs);

  function refuse(code: number, why: string): void {
    log.warn({ why }, 'peer-frame-refused');
    link.close(code, why);
  }
  socket.on('message', (bytes: Buffer, isBinary) => {
    isHeard = true;
    if (socket.readyState !== socket.OPEN) return;
    allowance -= 1;
    if (allowance < 0) {
      refuse(closeCodes.flood, 'flood');
      return;
    }
    const said = isBinary ? undefined : parse(bytes);
    if (!isUp) {
      const hello = linkHello.safeParse(said);
      if (!hello.success) {
        refuse(closeCodes.malformed, 'malformed hello');
        return;
      }
      clearTimeout(helloLimit);
      isUp = true;
      if (!order.speaksFirst) sayHello();
      order.onUp(link, hello.data);
      return;
    }
    const frame = linkFrame.safeParse(said);
    if (frame.success) order.onFrame(frame.data);
    else refuse(closeCodes.malformed, 'malformed');
  });
  socket.on('pong', () => {
    isHeard = true;
  });
  socket.on('ping', () => {
    isHeard = true;
  });
  socket.on('error', () => {});
  socket.once('close', () => {
    clearTimeout(helloLimit);
    clearInterval(pings);
    order.onClose();
  });
  if (order.speaksFirst) sayHello();
}
