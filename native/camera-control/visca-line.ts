import { createSocket, type Socket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { packetTypes, readViscaPacket, readViscaReply, viscaPacket, viscaWords } from './visca-words.ts';
import type { ViscaReply } from './visca-words.ts';

/** A camera acknowledges within a picture or two; a packet that is lost is sent again with its old number. */
const againAfterMs = 250;
const tries = 4;
const nameWithinMs = 2000;

type Ended = ViscaReply | 'silent' | 'unreachable';
/** One packet that waits for its end; `take` gets what the camera says to it, `finish` ends the waiting. */
type Open = Readonly<{ take(reply: ViscaReply): void; finish(how: Ended): void }>;

/**
 * One socket to one camera, on which one thing is asked after another. What got lost on the way is asked again; a camera that
 * already had it says that its number is out of sequence, which is as good as an acknowledgement. While a camera moves it can be told to stop.
 */
export class ViscaLine {
  readonly #host: string;
  readonly #port: number;
  #socket: Socket | null = null;
  #sequence = 0;
  readonly #open = new Map<number, Open>();
  #turn: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(host: string, port: number) {
    this.#host = host;
    this.#port = port;
  }

  /** The words of an answer. */
  ask(words: Buffer): Promise<Outcome<Buffer>> {
    return this.#inTurn(async () => {
      const reply = await this.#send(packetTypes.inquiry, words, againAfterMs * tries);
      if (!reply.ok) return reply;
      return reply.value.kind === 'answer' ? done(reply.value.words) : failed(fault('camera.not-understood', {}));
    });
  }

  /** `doneWithinMs`: how long a camera may take after it acknowledged. `acknowledged`: it has begun, and did not say in that time that it is there. */
  command(words: Buffer, doneWithinMs: number): Promise<Outcome<'completed' | 'acknowledged'>> {
    return this.#inTurn(async (release) => {
      const reply = await this.#send(packetTypes.command, words, doneWithinMs, release);
      return reply.ok ? done(reply.value.kind === 'ack' ? 'acknowledged' : 'completed') : reply;
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#closeSocket();
  }

  /** `release`: the next one need not wait for the end of this. */
  async #inTurn<Value>(act: (release: () => void) => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    const before = this.#turn;
    let release = (): void => undefined;
    this.#turn = new Promise((resolve) => (release = resolve));
    await before;
    return act(release).finally(release);
  }

  #closeSocket(): void {
    this.#socket?.close();
    this.#socket = null;
    for (const { finish } of [...this.#open.values()]) finish('unreachable');
  }

  async #connected(): Promise<boolean> {
    if (this.#socket !== null) return true;
    const found = await Promise.race([lookup(this.#host).catch(() => null), wait(nameWithinMs, null, { ref: false })]);
    const isOver = (): boolean => this.#isClosed;
    if (found === null || isOver()) return false;
    const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4');
    // Only this camera's packets reach a connected socket.
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(false));
      socket.connect(this.#port, found.address, () => resolve(true));
    });
    if (!isOpen || isOver()) {
      socket.close();
      return false;
    }
    socket.on('message', (bytes) => this.#take(bytes));
    // Nobody listens at that port: the system says so at the next packet.
    socket.on('error', () => {
      if (this.#socket === socket) this.#closeSocket();
    });
    this.#socket = socket;
    this.#sequence = 0;
    const reset = await this.#exchange(socket, packetTypes.control, viscaWords.resetSequence, againAfterMs * 2);
    this.#sequence = 0;
    // Not every camera knows the word; one that does not answers all others.
    return reset !== 'unreachable';
  }

  #take(bytes: Buffer): void {
    const packet = readViscaPacket(bytes);
    const reply = packet && readViscaReply(packet);
    if (packet !== null && reply !== null) this.#open.get(packet.sequence)?.take(reply);
  }

  async #send(
    type: number,
    payload: Buffer,
    doneWithinMs: number,
    acknowledged: () => void = () => undefined,
  ): Promise<Outcome<ViscaReply>> {
    for (let round = 1; ; round += 1) {
      const isConnected = !this.#isClosed && (await this.#connected());
      const socket = this.#socket;
      if (!isConnected || socket === null) {
        this.#closeSocket();
        return failed(fault('camera.silent', {}));
      }
      this.#sequence += 1;
      const reply = await this.#exchange(socket, type, payload, doneWithinMs, acknowledged);
      if (reply === 'unreachable' || reply === 'silent') {
        this.#closeSocket();
        return failed(fault('camera.silent', {}));
      }
      if (reply.kind === 'error') return failed(fault('camera.refused', { code: reply.code.toString(16) }));
      if (reply.kind !== 'out-of-sequence') return done(reply);
      // It was switched off and on and counts anew: so do we, once.
      if (round === 2) return failed(fault('camera.not-understood', {}));
      this.#closeSocket();
    }
  }

  /** Sends until it is acknowledged, then waits for the end of it. */
  #exchange(
    socket: Socket,
    type: number,
    payload: Buffer,
    doneWithinMs: number,
    acknowledged: () => void = () => undefined,
  ): Promise<Ended> {
    const sequence = this.#sequence;
    const bytes = viscaPacket({ type, sequence, payload });
    return new Promise((resolve) => {
      let sent = 0;
      let timer: NodeJS.Timeout;
      const finish = (how: Ended): void => {
        clearTimeout(timer);
        this.#open.delete(sequence);
        resolve(how);
      };
      const waitForEnd = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => finish({ kind: 'ack' }), doneWithinMs);
        acknowledged();
      };
      const send = (): void => {
        if (sent === tries) {
          finish('silent');
          return;
        }
        sent += 1;
        socket.send(bytes);
        timer = setTimeout(send, againAfterMs);
      };
      this.#open.set(sequence, {
        finish,
        take(reply) {
          if (reply.kind === 'ack' || (reply.kind === 'out-of-sequence' && sent > 1)) waitForEnd();
          else finish(reply);
        },
      });
      send();
    });
  }
}
