import type { WebSocket } from 'ws';
import { linkFrame, linkHello, type LinkFrame, type LinkHello } from '#contract/peer-link.ts';
import type { Log } from '../plumbing/index.ts';

export const largestFrameBytes = 64 * 1024;
const pingMs = 2500;
const helloLimitMs = 1000;
/** A call's signals are a few dozen frames; a hall that floods is cut off and dials again. */
const mostFrames = { burst: 200, perSecond: 50 } as const;
/** Who is asked because nothing more is heard or seen of him answers by then; the farthest court is 200 ms away. */
const doubtLimitMs = 500;
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
  /** Something else says that the way is cut: asked now, and ended where no answer comes in half a second. */
  doubt(): void;
}>;

export type LinkOrder = Readonly<{
  socket: WebSocket;
  /** The side that dialled speaks first. */
  speaksFirst: boolean;
  hello(): LinkHello;
  /** Both hellos are said: the line counts from now on. */
  onUp(link: Link, hello: LinkHello): void;
  onFrame(frame: LinkFrame): void;
  /** Something was said that is not agreed, and the line is cut for it. */
  onRefused(why: string): void;
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
  let heardAtMs = performance.now();
  let allowance: number = mostFrames.burst;
  const sayText = (text: string): void => {
    if (socket.bufferedAmount > mostUnsentBytes) socket.terminate();
    else socket.send(text, () => {});
  };
  const link: Link = {
    say: (frame) => sayText(JSON.stringify(frame)),
    heard: () => hear(),
    close: (code, why) => {
      socket.close(code, why);
      // A hall that does not answer the farewell is not waited for.
      setTimeout(() => socket.terminate(), 500).unref();
    },
    terminate: () => socket.terminate(),
    doubt: () => ask(doubtLimitMs),
  };
  function ask(limitMs: number): void {
    const askedAtMs = performance.now();
    socket.ping();
    setTimeout(() => {
      if (heardAtMs >= askedAtMs || socket.readyState !== socket.OPEN) return;
      log.info({}, 'peer-silent');
      socket.terminate();
    }, limitMs).unref();
  }
  const hear = (): void => {
    heardAtMs = performance.now();
  };
  const sayHello = (): void => sayText(JSON.stringify(order.hello()));
  const helloLimit = setTimeout(() => {
    order.onRefused('no hello');
    socket.terminate();
  }, helloLimitMs);
  const pings = setInterval(() => {
    allowance = Math.min(mostFrames.burst, allowance + (mostFrames.perSecond * pingMs) / 1000);
    ask(pingMs);
  }, pingMs);

  function refuse(code: number, why: string): void {
    order.onRefused(why);
    link.close(code, why);
  }
  /** False for one that floods: pings count too, because each is answered here and not by ws. */
  function isAllowed(): boolean {
    if (socket.readyState !== socket.OPEN) return false;
    allowance -= 1;
    if (allowance < 0) refuse(closeCodes.flood, 'flood');
    return allowance >= 0;
  }
  socket.on('message', (bytes: Buffer, isBinary) => {
    hear();
    if (!isAllowed()) return;
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
    hear();
    isAllowed();
  });
  socket.on('ping', (load: Buffer) => {
    hear();
    if (isAllowed()) socket.pong(load, undefined, () => {});
  });
  socket.on('error', ({ code }: NodeJS.ErrnoException) => {
    // What ws itself does not take: a frame that is too large, that breaks the protocol, text that is no UTF-8.
    if (code?.startsWith('WS_ERR') === true) refuse(closeCodes.malformed, code);
  });
  socket.once('close', () => {
    clearTimeout(helloLimit);
    clearInterval(pings);
    order.onClose();
  });
  if (order.speaksFirst) sayHello();
}
