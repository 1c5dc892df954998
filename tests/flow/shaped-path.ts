import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

const headerBytes = 40;
const packetBytes = 1400;
const callPacketBytes = 1228;
/** So much may pass at once after this process stood still. */
const burstMs = 20;

/** A path with one queue, which a TCP stream and the packets of a call share in one direction. */
export type ShapedPath = Readonly<{
  port: number;
  /** How long each packet of the call stood in the queue since this was asked last, ms, sorted. */
  callWaitsMs(): readonly number[];
  close(): void;
}>;

export async function startShapedPath(
  toPort: number,
  { carriesKbps, callKbps, oneWayMs }: Readonly<{ carriesKbps: number; callKbps: number; oneWayMs: number }>,
): Promise<ShapedPath> {
  const queue: Readonly<{ bits: number; pass(): void }>[] = [];
  let waitsMs: number[] = [];
  let spareBits = 0;
  let owedBits = 0;
  let lookedMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const sinceMs = nowMs - lookedMs;
    lookedMs = nowMs;
    // kbit/s times ms are bits.
    owedBits += callKbps * sinceMs;
    for (; owedBits >= callPacketBytes * 8; owedBits -= callPacketBytes * 8) {
      const cameMs = performance.now();
      queue.push({ bits: callPacketBytes * 8, pass: () => void waitsMs.push(performance.now() - cameMs) });
    }
    spareBits = Math.min(carriesKbps * burstMs, spareBits + carriesKbps * sinceMs);
    while (spareBits >= 0) {
      const next = queue.shift();
      if (next === undefined) break;
      spareBits -= next.bits;
      next.pass();
    }
  }, 2);
  const server = createServer({ noDelay: true }, (here) => {
    const there = connect({ port: toPort, host: '127.0.0.1', noDelay: true });
    here.on('error', () => there.destroy()).on('close', () => there.destroy());
    there.on('error', () => here.destroy()).on('close', () => here.destroy());
    here.on('data', (bytes) => {
      here.pause();
      for (let at = 0; at < bytes.length; at += packetBytes) {
        const packet = bytes.subarray(at, at + packetBytes);
        const isLast = at + packetBytes >= bytes.length;
        queue.push({
          bits: (packet.length + headerBytes) * 8,
          pass() {
            setTimeout(() => there.write(packet), oneWayMs);
            if (isLast) here.resume();
          },
        });
      }
    });
    there.on('data', (bytes) => setTimeout(() => here.write(bytes), oneWayMs));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    callWaitsMs() {
      const sorted = waitsMs.toSorted((a, b) => a - b);
      waitsMs = [];
      return sorted;
    },
    close() {
      clearInterval(timer);
      server.close();
    },
  };
}
