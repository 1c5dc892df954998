import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** One monitor of the virtual courtroom; `id` is the same for as long as it is the same monitor. */
export type PluggedDisplay = Readonly<{ id: number; x: number; y: number; width: number; height: number }>;

/**
 * From one cable to the next. An X server tells of its outputs one by one, and Chromium asks at the first word: of several that change in
 * one moment it may see only the first, for ever.
 */
const cableMs = 500;

/** Monitors that can be plugged out and in while programs run. */
export type PluggedDisplays = Readonly<{
  plug(displays: readonly PluggedDisplay[]): Promise<void>;
  close(): void;
}>;

/**
 * The X server of TigerVNC makes an output of RandR for every screen of the desktop's layout, as a graphics card does for every cable,
 * and changes them at the word of its viewer. This is such a viewer, which looks at nothing: RFB 3.8 (RFC 6143, 7.1 to 7.4) with the
 * community's extension ExtendedDesktopSize (pseudo-encoding -308) and its message SetDesktopSize (251).
 */
export async function openPluggedDisplays(socketFile: string): Promise<PluggedDisplays> {
  const socket = connect(socketFile);
  await once(socket, 'connect');
  const read = reader(socket);
  await read(12);
  socket.write('RFB 003.008\n');
  const [types = 0] = await read(1);
  await read(types);
  // Security type 1: none; the socket lies in the laboratory's own folder.
  socket.write(Buffer.from([1]));
  await read(4);
  // Shared, then what the server says of itself and its name.
  socket.write(Buffer.from([1]));
  const init = await read(24);
  await read(init.readUInt32BE(20));
  const encodings = Buffer.alloc(12);
  encodings.writeUInt8(2, 0);
  encodings.writeUInt16BE(2, 2);
  encodings.writeInt32BE(0, 4);
  encodings.writeInt32BE(-308, 8);
  socket.write(encodings);
  // The server knows that a viewer understands the extension once it was asked for a picture; one pixel is enough.
  socket.write(Buffer.from([3, 0, 0, 0, 0, 0, 0, 1, 0, 1]));
  socket.resume();
  let plugged: readonly PluggedDisplay[] = [];
  const order = (displays: readonly PluggedDisplay[]): void => {
    plugged = displays;
    socket.write(layoutMessage(displays));
  };
  return {
    async plug(displays) {
      for (const step of cableSteps(plugged, displays)) {
        order(step);
        await wait(cableMs);
      }
    },
    close: () => socket.destroy(),
  };
}

/** The cables that are pulled, what moves by it, the cables that are put in. */
function* cableSteps(
  from: readonly PluggedDisplay[],
  to: readonly PluggedDisplay[],
): Generator<readonly PluggedDisplay[]> {
  if (from.length === 0) return yield to;
  const has = (displays: readonly PluggedDisplay[], id: number): boolean => displays.some((each) => each.id === id);
  let now = from;
  for (const { id } of from.filter((each) => !has(to, each.id))) yield (now = now.filter((each) => each.id !== id));
  const staying = to.filter(({ id }) => has(now, id));
  if (JSON.stringify(staying) !== JSON.stringify(now)) yield (now = staying);
  for (const each of to.filter(({ id }) => !has(from, id))) yield (now = [...now, each]);
}

function layoutMessage(displays: readonly PluggedDisplay[]): Buffer {
  const message = Buffer.alloc(8 + 16 * displays.length);
  message.writeUInt8(251, 0);
  message.writeUInt16BE(Math.max(...displays.map(({ x, width }) => x + width)), 2);
  message.writeUInt16BE(Math.max(...displays.map(({ y, height }) => y + height)), 4);
  message.writeUInt8(displays.length, 6);
  for (const [index, { id, x, y, width, height }] of displays.entries()) {
    const at = 8 + 16 * index;
    message.writeUInt32BE(id, at);
    for (const [part, size] of [x, y, width, height].entries()) message.writeUInt16BE(size, at + 4 + 2 * part);
  }
  return message;
}

/** Reads so many bytes of what has come or is to come; what nobody reads is kept until somebody resumes the socket. */
function reader(socket: Socket): (bytes: number) => Promise<Buffer> {
  let kept = Buffer.alloc(0);
  const take = (chunk: Buffer): void => {
    kept = Buffer.concat([kept, chunk]).subarray(-1_000_000);
  };
  socket.on('data', take);
  return async (bytes) => {
    while (kept.length < bytes) await once(socket, 'data');
    const taken = kept.subarray(0, bytes);
    kept = kept.subarray(bytes);
    return taken;
  };
}
