import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { SeatPlace } from '#domain/seats.ts';
import { entriesOf, readJournal } from './record-files.ts';

/** How loud (mean, dBFS) the record has whoever came from `place`, between the first muting of everybody on the line and its end. */
export async function meanDbWhileMuted(folder: string, place: SeatPlace): Promise<number> {
  const journal = readJournal(folder);
  const [from = 0, to = 0] = entriesOf(journal, 'line.muted-all').map(({ body }) => body.atUs);
  const joined = entriesOf(journal, 'seat.joined').map(({ body }) => body.seat);
  const remote = joined.find((seat) => seat.place === place && seat.kind === 'microphone');
  const closed = entriesOf(journal, 'track.closed').find(
    ({ body }) => body.trackId === (remote?.id as string) && body.fromUs < from && body.toUs > to,
  )?.body;
  if (closed === undefined) throw new Error('no track lasted from the muting to its end');
  const file = path.join(folder, 'tracks', closed.trackId, `${String(closed.epoch).padStart(4, '0')}.mkv`);
  const [startS, durationS] = [(from - closed.fromUs) / 1e6, (to - from) / 1e6];
  const muted = `atrim=start=${String(startS)}:duration=${String(durationS)},volumedetect`;
  const { stderr } = await promisify(execFile)('ffmpeg', [
    ...['-nostdin', '-i', file, '-af', muted, '-f', 'null', '-'],
  ]);
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(stderr)?.[1]);
}
