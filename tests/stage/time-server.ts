import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** `leap`, `stratum` as RFC 5905 has them; `forgesFirst`: sends an answer to nobody's question before the true one. */
export type TimeServerBehaviour = Readonly<{
  leap?: number;
  stratum?: number;
  forgesFirst?: boolean;
  answersOnly?: number;
}>;

export type TimeServer = Readonly<{ host: string; beAheadBy(ms: number): void; close(): void }>;

/** Seconds from 1900 to 1970. */
const epochS = 2_208_988_800;

/** An SNTP server on the loopback whose clock is ahead of this machine's. */
export async function serveTime(
  aheadMs: number,
  { leap = 0, stratum = 2, forgesFirst = false, answersOnly = Infinity }: TimeServerBehaviour = {},
): Promise<TimeServer> {
  const socket = createSocket('udp4');
  let ahead = aheadMs;
  let answered = 0;
  socket.on('message', (question, from) => {
    if (question.length !== 48 || (question[0]! & 7) !== 3 || answered >= answersOnly) return;
    answered += 1;
    const answer = Buffer.alloc(48);
    answer[0] = (leap << 6) | (4 << 3) | 4;
    answer[1] = stratum;
    question.copy(answer, 24, 40, 48);
    const nowMs = performance.timeOrigin + performance.now() + ahead;
    for (const at of [32, 40]) {
      answer.writeUInt32BE((Math.floor(nowMs / 1000) + epochS) % 2 ** 32, at);
      answer.writeUInt32BE(Math.floor(((nowMs % 1000) / 1000) * 2 ** 32), at + 4);
    }
    if (forgesFirst) {
      const forged = Buffer.from(answer);
      forged.fill(7, 24, 32);
      forged.writeUInt32BE(0, 40);
      socket.send(forged, from.port, from.address);
    }
    socket.send(answer, from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    host: `127.0.0.1:${String(socket.address().port)}`,
    beAheadBy(ms) {
      ahead = ms;
    },
    close: () => socket.close(),
  };
}
