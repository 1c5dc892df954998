import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { setTimeout as wait } from 'node:timers/promises';

export type NetworkClock = Readonly<{
  /** How far this PC's clock is behind the other one, ms; negative, it is ahead. True to half of `roundTripMs`. */
  behindMs: number;
  roundTripMs: number;
  /** 1: a clock by itself, up to 15: so many servers away from one. */
  stratum: number;
}>;

/** `silent`: nobody answers there; `unsynchronised`: somebody answers, but does not know the time either. */
export type NoClock = 'silent' | 'unsynchronised';

const ntpPort = 123;
const packetBytes = 48;
/** Seconds from 1900, where NTP begins, to 1970. */
const epochS = 2_208_988_800;
const clientOfVersion4 = 0x23;
const serverMode = 4;
const unsynchronised = 3;
const highestStratum = 15;
const asks = 4;
const betweenAsksMs = 150;

/**
 * Asks `host` (`name`, `name:port` or `[address]:port`) four times and takes the answer that was
 * quickest, because it can be off by least. SNTP as a client does it (RFC 4330; the packet is RFC 5905's).
 */
export async function askNetworkClock(host: string, limitMs = 2000): Promise<NetworkClock | NoClock> {
  // Where a name server is silent too, it would be waited for much longer.
  const place = await Promise.race([findPlace(host), wait(limitMs, null, { ref: false })]);
  if (place === null) return 'silent';
  const socket = createSocket(place.family === 6 ? 'udp6' : 'udp4');
  const answers: (NetworkClock | NoClock)[] = [];
  const sentAtMs = new Map<string, number>();
  try {
    return await new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        clearInterval(asking);
        const clocks = answers.filter((answer) => typeof answer === 'object');
        const [best] = clocks.toSorted((one, other) => one.roundTripMs - other.roundTripMs);
        resolve(best ?? answers[0] ?? 'silent');
      };
      const ask = (): void => {
        if (sentAtMs.size === asks) return;
        // Chance in place of this PC's time: only who has the question can answer it, and nobody learns the clock by it.
        const nonce = randomBytes(8);
        const packet = Buffer.alloc(packetBytes);
        packet[0] = clientOfVersion4;
        nonce.copy(packet, 40);
        sentAtMs.set(nonce.toString('hex'), preciseNowMs());
        socket.send(packet, place.port, place.address);
      };
      const timer = setTimeout(finish, limitMs);
      const asking = setInterval(ask, betweenAsksMs);
      socket.on('error', finish);
      socket.on('message', (packet) => {
        const cameAtMs = preciseNowMs();
        const answer = readAnswer(packet, sentAtMs, cameAtMs);
        if (answer === null) return;
        answers.push(answer);
        if (answers.length === asks) finish();
      });
      ask();
    });
  } finally {
    socket.close();
  }
}

/** Wall time with parts of a millisecond. */
function preciseNowMs(): number {
  return performance.timeOrigin + performance.now();
}

async function findPlace(host: string): Promise<Readonly<{ address: string; family: number; port: number }> | null> {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(host) ?? [];
  const found = await lookup(bracketed ?? plain ?? host).catch(() => null);
  return found === null ? null : { ...found, port: port === undefined ? ntpPort : Number(port) };
}

/** Null for what answers none of our questions, or one of them a second time. */
function readAnswer(packet: Buffer, sentAtMs: Map<string, number>, cameAtMs: number): NetworkClock | NoClock | null {
  if (packet.length < packetBytes || (packet.readUInt8(0) & 7) !== serverMode) return null;
  const nonce = packet.toString('hex', 24, 32);
  const askedAtMs = sentAtMs.get(nonce);
  if (askedAtMs === undefined) return null;
  sentAtMs.set(nonce, Number.NaN);
  if (Number.isNaN(askedAtMs)) return null;
  const stratum = packet.readUInt8(1);
  // Stratum 0 is a kiss of death: the server does not want to be asked.
  if (packet.readUInt8(0) >> 6 === unsynchronised || stratum === 0 || stratum > highestStratum) return 'unsynchronised';
  const [receivedMs, sentMs] = [readTimeMs(packet, 32), readTimeMs(packet, 40)];
  return {
    behindMs: (receivedMs - askedAtMs + (sentMs - cameAtMs)) / 2,
    roundTripMs: Math.max(0, cameAtMs - askedAtMs - (sentMs - receivedMs)),
    stratum,
  };
}

/** A 64-bit time stamp: seconds since 1900 and their 32-bit fraction. From 2036 on the seconds begin again at 0. */
function readTimeMs(packet: Buffer, at: number): number {
  const seconds = packet.readUInt32BE(at);
  const sinceEpochS = (seconds >= 2 ** 31 ? seconds : seconds + 2 ** 32) - epochS;
  return sinceEpochS * 1000 + (packet.readUInt32BE(at + 4) / 2 ** 32) * 1000;
}
