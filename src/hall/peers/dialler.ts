import type { WebSocket } from 'ws';
import { fault, type Fault } from '#domain/faults.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { HallAddress, PairedHall } from '#domain/peers/paired-hall.ts';
import { dialHall } from './dial-hall.ts';
import type { Identity } from './identity.ts';

/** A SYN that is lost in a cut cable is answered seconds later; another one every 200 ms finds the cable at once. */
const dialMs = 200;
/** A hall that answers and refuses is asked ever more seldom. */
const refusedBackOffMs = [400, 800, 1600, 3200, 6400, 12_800] as const;
/** The network's own words for "nobody there": no refusal, no back-off. */
const nobodyThere = new Set([
  'ECONNREFUSED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EADDRNOTAVAIL',
]);
export type DiallerOrder = Readonly<{
  /** As it is known now, and by which of our keys: asked for every attempt. Null once it cannot be dialled any more. */
  parties(): Readonly<{ peer: PairedHall; identity: Identity }> | null;
  address: HallAddress;
  /** The first attempt that came through, and by which of its keys; all others are dropped. Dialling rests until `dial` is called again. */
  onOpen(socket: WebSocket, keyId: HallPeerId): void;
  /** Why the hall that answers there is not let in, or lets us not in; null once it merely does not answer. */
  onFault(fault: Fault | null): void;
}>;

/** Dials one paired hall with overlapping attempts until one comes through. */
export class Dialler {
  readonly #order: DiallerOrder;
  readonly #attempts = new Set<WebSocket>();
  #timer: NodeJS.Timeout | null = null;
  #isWanted = false;
  #isStopped = false;
  #refusals = 0;

  constructor(order: DiallerOrder) {
    this.#order = order;
  }

  /** Begins, unless it is already dialling. */
  dial(): void {
    if (this.#isWanted || this.#isStopped) return;
    this.#isWanted = true;
    this.#attempt();
  }

  /** The hall said its hello: earlier refusals are forgotten. */
  cameThrough(): void {
    this.#refusals = 0;
    this.#order.onFault(null);
  }

  stop(): void {
    this.#isStopped = true;
    this.#rest(null);
  }

  #rest(kept: WebSocket | null): void {
    this.#isWanted = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    for (const attempt of this.#attempts) if (attempt !== kept) attempt.terminate();
    this.#attempts.clear();
  }

  #waitMs(): number {
    return this.#refusals === 0
      ? dialMs
      : (refusedBackOffMs[Math.min(this.#refusals, refusedBackOffMs.length) - 1] ?? dialMs);
  }

  #attempt(): void {
    this.#timer = setTimeout(() => this.#attempt(), this.#waitMs());
    const parties = this.#order.parties();
    if (parties === null) return;
    let metKey: HallPeerId | null = null;
    const refusalsBefore = this.#refusals;
    const socket = dialHall({
      ...parties,
      address: this.#order.address,
      path: '/v1/link',
      // The link counts pings before it answers them.
      autoPong: false,
      onMet(keyId) {
        metKey = keyId;
      },
    });
    this.#attempts.add(socket);
    socket.on('error', (error) => {
      if (this.#attempts.has(socket)) this.#failed(error, metKey !== null, refusalsBefore);
    });
    socket.once('close', () => this.#attempts.delete(socket));
    socket.once('open', () => {
      if (!this.#attempts.delete(socket) || metKey === null) {
        socket.terminate();
        return;
      }
      this.#rest(socket);
      this.#order.onOpen(socket, metKey);
    });
  }

  #failed({ code }: NodeJS.ErrnoException, hasMetKey: boolean, refusalsBefore: number): void {
    const isReset = code === 'ECONNRESET' || code === 'EPIPE';
    // Without a code it is ws giving up waiting; a reset before TLS stands comes from something in between.
    if (code === undefined || nobodyThere.has(code) || (isReset && !hasMetKey)) {
      this.#refusals = 0;
      this.#order.onFault(null);
      return;
    }
    // Attempts that overlap are refused together, and that is one refusal: a busy hall would else be asked again only after many seconds.
    this.#refusals = Math.max(this.#refusals, refusalsBefore + 1);
    // A single reset is what a service leaves that was just stopped.
    if (isReset && this.#refusals < 2) return;
    this.#order.onFault(fault(isReset ? 'peer.refused-us' : 'peer.impostor', {}));
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#isWanted) this.#timer = setTimeout(() => this.#attempt(), this.#waitMs());
  }
}
