import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import type { CapturePlan, PlannedTrack, UplinkAsk } from '#contract/capture.ts';
import { uplinkChannel } from '../../src/hall/api/chunks.ts';
import type { Recorder } from '../../src/hall/recorder/index.ts';
import type { MadeChunk } from './encoded-media.ts';

/** A door with nothing but the chunk socket, as the api opens it. */
export async function openChunkDoor(
  recorder: Recorder,
): Promise<Readonly<{ address: string; dropAll(): void; close(): Promise<void> }>> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => {
    recorder.acceptUplink(uplinkChannel(socket));
  });
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    address: `ws://127.0.0.1:${String(port)}`,
    dropAll() {
      for (const client of server.clients) client.terminate();
    },
    async close() {
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** One track's uplink, kept as the recorder window keeps it: what is not acknowledged is sent again. */
export class TrackSender {
  readonly said: Record<string, unknown>[] = [];
  acked = -1;
  readonly #address: string;
  readonly #track: Pick<PlannedTrack, 'trackId' | 'epoch' | 'uplinkToken'>;
  readonly #kept: MadeChunk[] = [];
  #socket: WebSocket | null = null;
  #isReady = false;

  constructor(address: string, track: Pick<PlannedTrack, 'trackId' | 'epoch' | 'uplinkToken'>) {
    this.#address = address;
    this.#track = track;
    this.#dial();
  }

  send(chunk: MadeChunk): void {
    this.#kept.push(chunk);
    if (this.#isReady) this.#socket?.send(chunk.bytes);
  }

  say(said: UplinkAsk): void {
    this.#socket?.send(JSON.stringify(said));
  }

  end(cause: 'asked' | 'device-lost', lastSeq: number): void {
    this.#socket?.send(JSON.stringify({ end: 1, lastSeq, cause }));
  }

  close(): void {
    const socket = this.#socket;
    this.#socket = null;
    socket?.terminate();
  }

  #dial(): void {
    const socket = new WebSocket(`${this.#address}/v1/chunks`);
    this.#socket = socket;
    this.#isReady = false;
    socket.on('error', () => {});
    socket.on('open', () => {
      const { trackId, epoch, uplinkToken } = this.#track;
      socket.send(JSON.stringify({ hello: 1, token: uplinkToken, trackId, epoch }));
    });
    socket.on('message', (text) => {
      const answer = JSON.parse((text as Buffer).toString('utf8')) as Record<string, unknown>;
      this.said.push(answer);
      if (typeof answer['have'] === 'number') {
        const have = answer['have'];
        this.#isReady = true;
        for (const chunk of this.#kept) if (chunk.seq > have) socket.send(chunk.bytes);
      }
      if (typeof answer['ack'] === 'number') this.acked = Math.max(this.acked, answer['ack']);
    });
    socket.on('close', () => {
      if (this.#socket === socket)
        setTimeout(() => {
          if (this.#socket === socket) this.#dial();
        }, 50);
    });
  }
}

/** Reports on every plan as a healthy recorder window does. */
export function answerPlans(recorder: () => Recorder): (plan: CapturePlan) => void {
  return (plan) => {
    const own = plan.tracks.filter(({ device }) => device.path === 'browser');
    setTimeout(() => {
      recorder().receiveReport('recorder', {
        planNo: plan.planNo,
        openDevices: plan.mode === 'closed' ? 0 : own.length,
        tracks: own.map(({ trackId }) => ({ trackId, state: 'open', fault: null, got: null })),
      });
    }, 20);
  };
}
