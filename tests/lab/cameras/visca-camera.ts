import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** What a camera does to the packets of one test. */
export type ViscaBehaviour = {
  /** Of every packet that comes, how many at the beginning of a command get lost before the camera has it. */
  losesAsked: number;
  /** How many of its acknowledgements get lost after the camera took the command. */
  losesAcknowledgements: number;
  losesCompletions: boolean;
  /** Says 6x and this code instead of doing what it is told; null: obeys. */
  refusesWith: number | null;
  isDead: boolean;
  /** From one place to another. */
  movesForMs: number;
};

export type ViscaSimulator = Readonly<{
  port: number;
  behaviour: ViscaBehaviour;
  /** What was done, once for each time it was done: `recall 2`, `store 1`, `turn …`. */
  done: readonly string[];
  /** Switched off and on: it counts sequence numbers anew. */
  restart(): void;
  close(): void;
}>;

type Place = Readonly<{ pan: number; tilt: number; zoom: number }>;
const home: Place = { pan: 0, tilt: 0, zoom: 0 };

/** Sixteen bits in four bytes of four. */
function nibbles(value: number): number[] {
  const bits = value & 0xffff;
  return [12, 8, 4, 0].map((shift) => (bits >> shift) & 0xf);
}

/**
 * A VISCA camera on a real UDP socket of the loopback, which counts sequence numbers, moves for a while and remembers
 * sixteen places.
 */
export async function startViscaCamera(changed: Partial<ViscaBehaviour> = {}): Promise<ViscaSimulator> {
  const behaviour: ViscaBehaviour = {
    losesAsked: 0,
    losesAcknowledgements: 0,
    losesCompletions: false,
    refusesWith: null,
    isDead: false,
    movesForMs: 40,
    ...changed,
  };
  const socket = createSocket('udp4');
  const done: string[] = [];
  const memories = new Map<number, Place>();
  let lastSequence = -1;
  let place = home;
  let move: Readonly<{ from: Place; to: Place; startedMs: number }> | null = null;

  function placeNow(): Place {
    if (move === null) return place;
    const share = (performance.now() - move.startedMs) / behaviour.movesForMs;
    if (share >= 1) {
      place = move.to;
      move = null;
      return place;
    }
    const { from, to } = move;
    const between = (key: keyof Place): number => Math.round(from[key] + (to[key] - from[key]) * share);
    return { pan: between('pan'), tilt: between('tilt'), zoom: between('zoom') };
  }

  function carryOut(words: Buffer): number {
    const [, , category, command, how, memory = 0] = words;
    if (category === 0x04 && command === 0x3f && how === 2) {
      done.push(`recall ${String(memory)}`);
      move = {
        from: placeNow(),
        to: memories.get(memory) ?? { pan: memory * 300, tilt: memory * -100, zoom: memory * 1000 },
        startedMs: performance.now(),
      };
      return behaviour.movesForMs;
    }
    if (category === 0x04 && command === 0x3f) {
      done.push(`store ${String(memory)}`);
      memories.set(memory, placeNow());
    } else if (category === 0x06 && command === 0x01) {
      done.push(`turn ${words.subarray(6, 8).toString('hex')}`);
      const [x, y] = [words[6], words[7]];
      const now = placeNow();
      move = null;
      place = {
        ...now,
        pan: now.pan + (x === 2 ? 50 : x === 1 ? -50 : 0),
        tilt: now.tilt + (y === 1 ? 50 : y === 2 ? -50 : 0),
      };
    } else done.push(`zoom ${(words[4] ?? 0).toString(16)}`);
    return 0;
  }

  socket.on('message', (bytes, from) => {
    if (behaviour.isDead || bytes.length < 9) return;
    const [type, sequence, words] = [bytes.readUInt16BE(0), bytes.readUInt32BE(4), bytes.subarray(8)];
    const reply = (payload: readonly number[], kind = 0x0111): void => {
      const packet = Buffer.alloc(8 + payload.length);
      packet.writeUInt16BE(kind, 0);
      packet.writeUInt16BE(payload.length, 2);
      packet.writeUInt32BE(sequence, 4);
      Buffer.from(payload).copy(packet, 8);
      socket.send(packet, from.port, from.address);
    };
    if (type === 0x0200) {
      lastSequence = -1;
      reply([0x01], 0x0201);
      return;
    }
    if (behaviour.losesAsked > 0) {
      behaviour.losesAsked -= 1;
      return;
    }
    const isExpected = lastSequence === -1 || sequence === lastSequence + 1;
    if (!isExpected) {
      reply([0x0f, 0x01], 0x0201);
      return;
    }
    lastSequence = sequence;
    if (type === 0x0110) {
      const now = placeNow();
      if (words[2] === 0x06) reply([0x90, 0x50, ...nibbles(now.pan), ...nibbles(now.tilt), 0xff]);
      else if (words[3] === 0x47) reply([0x90, 0x50, ...nibbles(now.zoom), 0xff]);
      else reply([0x90, 0x50, 0x00, 0x01, 0x05, 0x0f, 0x01, 0x00, 0x02, 0xff]);
      return;
    }
    if (behaviour.refusesWith !== null) {
      reply([0x90, 0x60, behaviour.refusesWith, 0xff]);
      return;
    }
    const takesMs = carryOut(words);
    if (behaviour.losesAcknowledgements > 0) {
      behaviour.losesAcknowledgements -= 1;
      return;
    }
    reply([0x90, 0x41, 0xff]);
    if (behaviour.losesCompletions) return;
    setTimeout(() => reply([0x90, 0x51, 0xff]), takesMs).unref();
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    port: socket.address().port,
    behaviour,
    done,
    restart() {
      lastSequence = 0x7fff_0000;
    },
    close: () => socket.close(),
  };
}
