import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SeatPlace } from '#domain/seats.ts';
import { entriesOf, readJournal } from './record-files.ts';

/** Until a page has heard of it, and back. */
const edgeS = 1;

/** How loud (mean, dBFS) the record has whoever came from `place`, while everybody on the line was muted for the first time. */
export async function meanDbWhileMuted(folder: string, place: SeatPlace): Promise<number> {
  const journal = readJournal(folder);
  const [from = 0, to = 0] = entriesOf(journal, 'line.muted-all').map(({ body }) => body.atUs);
  const joined = entriesOf(journal, 'seat.joined').map(({ body }) => body.seat);
  const remote = joined.find((seat) => seat.place === place && seat.kind === 'microphone');
  const closed = entriesOf(journal, 'track.closed').find(
    ({ body }) =>
      body.trackId === (remote?.id as string) && body.fromUs < from + edgeS * 1e6 && body.toUs > to - edgeS * 1e6,
  )?.body;
  if (closed === undefined) {
    const all = entriesOf(journal, 'track.closed').map(({ body }) => [body.trackId, body.fromUs, body.toUs]);
    throw new Error(
      `no track of ${String(remote?.id)} lasted from ${String(from)} to ${String(to)}: ${JSON.stringify(all)}`,
    );
  }
  const file = path.join(folder, 'tracks', closed.trackId, `${String(closed.epoch).padStart(4, '0')}.mkv`);
  const [startS, durationS] = [(from - closed.fromUs) / 1e6 + edgeS, (to - from) / 1e6 - 2 * edgeS];
  const muted = `atrim=start=${String(startS)}:duration=${String(durationS)},volumedetect`;
  const { stderr } = await promisify(execFile)('ffmpeg', [
    ...['-nostdin', '-i', file, '-af', muted, '-f', 'null', '-'],
  ]);
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1]);
}
