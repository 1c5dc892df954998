import type { WebSocket } from 'ws';
import { joinHello, joinSaid, type JoinAct, type JoinHello, type JoinOver, type JoinTold } from '#contract/join.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import type { RoomFrame } from '#contract/private-room.ts';
import { fault, type Fault, type FaultKey } from '#domain/faults.ts';

const helloLimitMs = 5000;
const pingMs = 5000;
/** A browser tells a page of no ping, so that the page hears by words that its line stands. */
const hereMs = 2500;
/** A call's signals come in bursts; a page that floods is cut off. */
const mostFrames = { burst: 200, perSecond: 50 } as const;
const mostUnsentBytes = 1024 * 1024;

/** One open line to a page, of which nothing is known until it has said hello. */
export type PageLine = Readonly<{
  say(told: JoinTold): void;
  isOpen(): boolean;
  /** Tells why, and ends it. */
  end(why: JoinOver): void;
  /** Tells what is refused, and ends it. */
  refuse(why: Fault): void;
}>;

export type PageOrder = Readonly<{
  socket: WebSocket;
  onHello(line: PageLine, hello: JoinHello): void;
  onSaid(line: PageLine, said: JoinAct | PartyFrame | RoomFrame): void;
  /** Something was said that is not agreed, and the line is cut for it. */
  onRefused(key: FaultKey, why: string): void;
  onClose(line: PageLine): void;
}>;

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Leads one socket through its life: hello, frames, a ping every 5 s; one ping without an answer ends it. */
export function holdPage(order: PageOrder): void {
  const { socket } = order;
  let hasHello = false;
  let isAlive = true;
  let allowance: number = mostFrames.burst;
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  function end(told: JoinTold): void {
    line.say(told);
    socket.close(1000);
    // A page that does not answer the farewell is not waited for.
    setTimeout(() => socket.terminate(), 500).unref();
  }
  const line: PageLine = {
    say(told) {
      if (socket.bufferedAmount > mostUnsentBytes) socket.terminate();
      else if (isOpen()) socket.send(JSON.stringify(told), () => {});
    },
    isOpen,
    end: (why) => end({ say: 'over', why }),
    refuse: (why) => end({ say: 'refused', fault: why }),
  };
  function cut(key: 'participant.malformed' | 'participant.flood', why: string): void {
    order.onRefused(key, why);
    end({ say: 'refused', fault: fault(key, {}) });
  }
  const helloLimit = setTimeout(() => {
    order.onRefused('participant.malformed', 'no hello');
    socket.terminate();
  }, helloLimitMs);
  const words = setInterval(() => {
    if (hasHello) line.say({ say: 'here' });
  }, hereMs);
  const pings = setInterval(() => {
    allowance = Math.min(mostFrames.burst, allowance + (mostFrames.perSecond * pingMs) / 1000);
    if (!isAlive) {
      socket.terminate();
      return;
    }
    isAlive = false;
    socket.ping();
  }, pingMs);
  /** False for one that floods, with frames or with pings, which are answered here. */
  function isAllowed(): boolean {
    if (!isOpen()) return false;
    allowance -= 1;
    if (allowance < 0) cut('participant.flood', 'frames');
    return allowance >= 0;
  }

  socket.on('pong', () => {
    isAlive = true;
    isAllowed();
  });
  socket.on('ping', () => void isAllowed());
  socket.on('message', (bytes: Buffer, isBinary) => {
    isAlive = true;
    if (!isAllowed()) return;
    const said = isBinary ? undefined : parse(bytes);
    if (!hasHello) {
      const hello = joinHello.safeParse(said);
      if (!hello.success) {
        cut('participant.malformed', 'hello');
        return;
      }
      hasHello = true;
      clearTimeout(helloLimit);
      order.onHello(line, hello.data);
      return;
    }
    const frame = joinSaid.safeParse(said);
    if (frame.success) order.onSaid(line, frame.data);
    else cut('participant.malformed', 'frame');
  });
  socket.on('error', ({ code }: NodeJS.ErrnoException) => {
    // What ws itself does not take: a frame that is too large, that breaks the protocol, text that is no UTF-8.
    if (code?.startsWith('WS_ERR') === true) order.onRefused('participant.malformed', code);
  });
  socket.once('close', () => {
    clearTimeout(helloLimit);
    clearInterval(pings);
    clearInterval(words);
    order.onClose(line);
  });
}
