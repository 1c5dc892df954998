import type { UplinkAsk } from '#contract/capture.ts';
import type { Fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import type { PingSample } from './hall-clock.ts';
import { readAnswer } from './read-answer.ts';

/** As much of a WebSocket as is used here; the browser's and Node's own have this shape. */
type Socket = {
  binaryType: string;
  readonly readyState: number;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((message: { data: unknown }) => void) | null;
  send(content: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
};
export type SocketClass = new (address: string) => Socket;

export type UplinkEvents = Readonly<{
  /** A connection stands and the hall has this much of the epoch. */
  have(seq: number): void;
  ack(seq: number): void;
  /**
   * The pings of one burst that were answered. Without it there are none, and no beats: a process of the hall's own reads the
   * hall's clock and has a keeper that knows whether it lives.
   */
  pinged?(samples: readonly PingSample[]): void;
  /** The hall has closed the epoch; nothing more is taken. */
  ended(): void;
  /** The hall refuses this epoch for ever. */
  refused(fault: Fault): void;
}>;

const redialMs = 150;
const pingsInBurst = 8;
const pingGapMs = 2;
const burstEveryMs = 30_000;
const burstLimitMs = 500;
/** Half of it is the most by which the clock can be off. */
const quickPongUs = 2000;
const isOpen = 1;
/** So often at least the hall hears that this process lives, whatever its device does. */
const beatEveryMs = 400;
/** A hall that takes the connection and says nothing for so long is not ours any more, or stands still. */
const answerLimitMs = 2000;

/** The chunk socket of one track and epoch, dialled again for as long as the epoch lives. */
export class Uplink {
  #address: string;
  readonly #hello: Readonly<{ token: string; trackId: TrackId; epoch: number }>;
  readonly #on: UplinkEvents;
  readonly #SocketImpl: SocketClass;
  #socket: Socket | null = null;
  #isClosed = false;
  #redial: ReturnType<typeof setTimeout> | undefined;
  #burst: ReturnType<typeof setTimeout> | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setInterval> | undefined;
  #samples: PingSample[] = [];
  #hasSpoken = false;
  #isTimed = false;

  constructor(
    address: string,
    hello: Readonly<{ token: string; trackId: TrackId; epoch: number }>,
    on: UplinkEvents,
    SocketImpl = WebSocket as unknown as SocketClass,
  ) {
    this.#address = address;
    this.#hello = hello;
    this.#on = on;
    this.#SocketImpl = SocketImpl;
    if (on.pinged !== undefined)
      this.#beat = setInterval(() => {
        // What was said since the last beat, such as a chunk, was as good as one.
        if (!this.#hasSpoken) this.send({ beat: 1 });
        this.#hasSpoken = false;
      }, beatEveryMs);
    this.#dial();
  }

  /** Where the hall is after its restart; what still waits for an answer from elsewhere is dialled anew there. */
  moveTo(address: string): void {
    if (address === this.#address) return;
    this.#address = address;
    if (this.#patience !== undefined) this.#drop();
  }

  /** False when there is no connection; the chunk stays in the backlog then. */
  send(content: Uint8Array<ArrayBuffer> | UplinkAsk): boolean {
    if (this.#socket?.readyState !== isOpen) return false;
    this.#hasSpoken = true;
    this.#socket.send(content instanceof Uint8Array ? content : JSON.stringify(content));
    return true;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#beat);
    clearTimeout(this.#redial);
    clearTimeout(this.#burst);
    this.#stopWaiting();
    this.#socket?.close();
    this.#socket = null;
  }

  #dial(): void {
    const socket = new this.#SocketImpl(`${this.#address}/v1/chunks`);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#patience = setTimeout(() => this.#drop(), answerLimitMs);
    socket.onopen = () => {
      const { token, trackId, epoch } = this.#hello;
      this.send({ hello: 1, token, trackId, epoch });
      this.#startBurst();
    };
    socket.onmessage = ({ data }) => {
      if (this.#socket === socket && typeof data === 'string') this.#read(data);
    };
    socket.onclose = () => {
      if (this.#socket === socket && !this.#isClosed) this.#drop();
    };
  }

  /** This connection is nothing; the next one is dialled in a moment. */
  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    clearTimeout(this.#burst);
    clearTimeout(this.#redial);
    this.#stopWaiting();
    socket?.close();
    this.#redial = setTimeout(() => this.#dial(), redialMs);
  }

  #stopWaiting(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
  }

  #startBurst(): void {
    if (this.#on.pinged === undefined) return;
    this.#samples = [];
    this.#ping();
    this.#burst = setTimeout(() => this.#endBurst(), burstLimitMs);
  }

  #ping(): void {
    this.send({ ping: performance.now() * 1000 });
  }

  #endBurst(): void {
    clearTimeout(this.#burst);
    const samples = this.#samples;
    this.#samples = [];
    this.#on.pinged?.(samples);
    this.#burst = setTimeout(() => this.#startBurst(), burstEveryMs);
  }

  #read(text: string): void {
    const receivedUs = performance.now() * 1000;
    const answer = readAnswer(text);
    if (answer === null) return;
    if (!('pong' in answer)) this.#stopWaiting();
    if ('have' in answer) this.#on.have(answer.have);
    else if ('ack' in answer) this.#on.ack(answer.ack);
    else if ('ended' in answer) this.#on.ended();
    else if ('fault' in answer) this.#on.refused(answer.fault);
    else {
      const sample = { sentUs: answer.pong, receivedUs, hallUs: answer.monotonicUs };
      this.#samples.push(sample);
      // Pictures that have no time yet are lost: a quick answer is believed at once, and the rest of the burst betters it.
      if (!this.#isTimed && receivedUs - answer.pong < quickPongUs) {
        this.#isTimed = true;
        this.#on.pinged?.([sample]);
      }
      if (this.#samples.length >= pingsInBurst) this.#endBurst();
      else setTimeout(() => this.#ping(), pingGapMs);
    }
  }
}
