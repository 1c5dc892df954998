import { WebSocket } from 'ws';
import type { CapturePlan, PlannedTrack } from '#contract/capture.ts';
import { trimFrames, writeInitChunk, writeMediaChunk, type CapturedFrame } from '#domain/record/chunk.ts';
import { opusHead } from '#domain/record/opus-head.ts';
import { encodeSound } from './encoded-media.ts';
import type { HallClient } from '#line/hall-client.ts';

const packetUs = 20_000;
const packetsInChunk = 12;
/** What a recorder window gives one microphone of eight beside two cameras. */
const limitBytes = 3_000_000;

/** Packets of 20 ms of noise that swells like syllables, made by the real encoder: one turn of them is played over and over. */
export async function babblePackets(seed: number): Promise<readonly Uint8Array[]> {
  const { blocks } = await encodeSound(
    `anoisesrc=color=pink:amplitude=0.5:seed=${String(seed)}:sample_rate=48000,tremolo=f=4:d=0.9`,
    4,
  );
  return blocks.map((block) => block.bytes);
}

const monotonicUs = (): number => Number(process.hrtime.bigint() / 1000n);

/** One track of one plan: captures by the clock, sends chunks, keeps them until they are acknowledged. */
class ScriptedTrack {
  readonly #plan: CapturePlan;
  readonly #track: PlannedTrack;
  readonly #packets: readonly Uint8Array[];
  readonly #kept = new Map<number, Uint8Array>();
  readonly ended: Promise<void>;
  #address: string;
  #socket: WebSocket | null = null;
  #seq = 1;
  #packetNo = 0;
  #isOver = false;
  #isAsked = false;
  #timer: NodeJS.Timeout;
  readonly #teller: NodeJS.Timeout;
  #tellEnded: () => void = () => {};
  readonly #startUs: number;

  constructor(address: string, plan: CapturePlan, track: PlannedTrack, packets: readonly Uint8Array[]) {
    this.#address = address;
    this.#plan = plan;
    this.#track = track;
    this.#packets = packets;
    this.#startUs = this.#nowUs();
    this.#kept.set(
      0,
      writeInitChunk({
        ...this.#place(),
        codec: { kind: 'audio', sampleRate: 48_000, codecPrivate: opusHead(48_000) },
      }),
    );
    this.ended = new Promise((resolve) => {
      this.#tellEnded = resolve;
    });
    this.#timer = setInterval(() => this.#capture(Number.POSITIVE_INFINITY), 40);
    this.#teller = setInterval(() => this.#tellQueue(), 500);
    this.#dial();
  }

  moveTo(address: string): void {
    this.#address = address;
  }

  /** No more is captured; what was captured after the cut is never written (L5). */
  stop(cutAtUs: number | null): void {
    clearInterval(this.#timer);
    this.#isAsked = true;
    this.#capture(cutAtUs ?? Number.POSITIVE_INFINITY, true);
    if (this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ end: 1, lastSeq: this.#seq - 1, cause: 'asked' }));
  }

  /** The device went away: nothing more comes of this epoch. */
  lose(): void {
    clearInterval(this.#timer);
    clearInterval(this.#teller);
    this.#capture(Number.POSITIVE_INFINITY, true);
    this.#socket?.send(JSON.stringify({ end: 1, lastSeq: this.#seq - 1, cause: 'device-lost' }));
  }

  drop(): void {
    clearInterval(this.#teller);
    clearInterval(this.#timer);
    this.#isOver = true;
    this.#socket?.terminate();
    this.#tellEnded();
  }

  #tellQueue(): void {
    const bytes = [...this.#kept.values()].reduce((sum, chunk) => sum + chunk.length, 0);
    const oldestMs = ((this.#seq - (this.#kept.keys().next().value ?? this.#seq)) * packetsInChunk * packetUs) / 1000;
    if (oldestMs > 1000 && this.#socket?.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ queue: { bytes, limitBytes, oldestMs } }));
  }

  #place(): { hearingId: never; trackNo: number; epoch: number } {
    return { hearingId: this.#plan.hearingId as never, trackNo: this.#track.trackNo, epoch: this.#track.epoch };
  }
  #nowUs(): number {
    return monotonicUs() - (this.#plan.zeroMonotonicUs ?? 0);
  }

  #capture(cutAtUs: number, isLast = false): void {
    for (;;) {
      const capturedUs = this.#packetNo * packetUs;
      const ready = Math.floor((this.#nowUs() - this.#startUs - capturedUs) / packetUs);
      const count = Math.min(packetsInChunk, ready);
      if (count <= 0 || (count < packetsInChunk && !isLast)) return;
      const frames = Array.from({ length: count }, (_, index): CapturedFrame => {
        const atUs = this.#startUs + (this.#packetNo + index) * packetUs;
        const bytes = this.#packets[(this.#packetNo + index) % this.#packets.length]!;
        return { atUs, isKey: true, bytes, capturedAtUs: atUs, endsAtUs: atUs + packetUs, sourceUs: atUs };
      });
      this.#packetNo += count;
      const kept = trimFrames(frames, cutAtUs);
      if (kept.length === 0) return;
      const chunk = writeMediaChunk({
        ...this.#place(),
        seq: this.#seq,
        firstAtUs: kept[0]!.capturedAtUs,
        lastAtUs: kept.at(-1)!.endsAtUs,
        sourceUs: kept[0]!.sourceUs,
        isJump: false,
        frames: kept,
      });
      this.#kept.set(this.#seq, chunk);
      this.#seq += 1;
      if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(chunk);
    }
  }

  #dial(): void {
    const socket = new WebSocket(`${this.#address}/v1/chunks`, { handshakeTimeout: 2000 });
    socket.on('error', () => {});
    socket.on('open', () =>
      socket.send(
        JSON.stringify({
          hello: 1,
          token: this.#track.uplinkToken,
          trackId: this.#track.trackId,
          epoch: this.#track.epoch,
        }),
      ),
    );
    socket.on('message', (bytes: Buffer) => {
      const answer = JSON.parse(bytes.toString()) as { have?: number; ack?: number; ended?: 1; fault?: unknown };
      if (answer.have !== undefined) {
        this.#socket = socket;
        for (const [seq, chunk] of this.#kept) if (seq > answer.have) socket.send(chunk);
        if (this.#isAsked) socket.send(JSON.stringify({ end: 1, lastSeq: this.#seq - 1, cause: 'asked' }));
      }
      if (answer.ack !== undefined) for (const seq of this.#kept.keys()) if (seq <= answer.ack) this.#kept.delete(seq);
      if (answer.ended === 1 || answer.fault !== undefined) {
        this.#isOver = true;
        clearInterval(this.#teller);
        this.#tellEnded();
        socket.close();
      }
    });
    socket.on('close', () => {
      this.#socket = null;
      if (!this.#isOver) setTimeout(() => this.#dial(), 100);
    });
  }
}

/** Plays the recorder window by script: follows the hall's plans with babble instead of microphones. */
export function playRecorder(
  hall: HallClient,
  address: () => string,
  packets: ReadonlyMap<string, readonly Uint8Array[]>,
): Readonly<{ drop(): void; loseDevice(trackId: string): void }> {
  const running = new Map<string, ScriptedTrack>();
  let newest = -1;

  async function follow(plan: CapturePlan): Promise<void> {
    if (plan.planNo <= newest) return;
    newest = plan.planNo;
    const own = plan.tracks.filter(({ device }) => device.path === 'browser');
    const report = (openDevices: number, state: 'open' | 'closed'): void => {
      const got = { width: 0, height: 0, frameRate: 0, sampleRate: 48_000, label: 'scripted' };
      void hall.ask('capture.report', {
        planNo: plan.planNo,
        openDevices,
        tracks: own.map(({ trackId }) => ({ trackId, state, fault: null, got })),
      });
    };
    const wanted = new Set(
      plan.mode === 'record'
        ? own.map(({ trackId, epoch }) => `${trackId} ${String(epoch)} ${String(plan.hearingId)}`)
        : [],
    );
    const leaving = [...running].filter(([key]) => !wanted.has(key));
    for (const [key, track] of leaving) {
      running.delete(key);
      track.stop(plan.cutAtUs);
    }
    for (const track of plan.mode === 'record' ? own : []) {
      const key = `${track.trackId} ${String(track.epoch)} ${String(plan.hearingId)}`;
      if (!running.has(key)) running.set(key, new ScriptedTrack(address(), plan, track, packets.get(track.trackId)!));
    }
    await Promise.all(leaving.map(([, track]) => track.ended));
    report(plan.mode === 'closed' ? 0 : own.length, plan.mode === 'closed' ? 'closed' : 'open');
  }

  hall.on('capture.planned', (plan) => void follow(plan));
  hall.onConnection((isConnected) => {
    if (isConnected) for (const track of running.values()) track.moveTo(address());
  });
  return {
    loseDevice: (trackId) => {
      for (const [key, track] of running) if (key.startsWith(`${trackId} `)) track.lose();
    },
    drop: () => {
      for (const track of running.values()) track.drop();
    },
  };
}
