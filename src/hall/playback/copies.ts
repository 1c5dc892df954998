import path from 'node:path';
import { chunkLogParts } from '#domain/journal/hearing-folder.ts';
import type { PlayedEpoch } from './door.ts';

/** Where the playable copies of one epoch lie and what they are. */
export type Copies = Readonly<{
  chunkLog: string;
  /** Grows beside the chunk log; cannot be sought in well. */
  live: string;
  /** Made once the epoch is closed. */
  finished: string;
  mime: string;
  /** What the file is called on the api's door. */
  name: string;
}>;

export function copiesOf({ folder, trackId, epoch, kind }: PlayedEpoch): Copies {
  const ending = kind === 'camera' ? 'mp4' : 'webm';
  const number = String(epoch).padStart(4, '0');
  const derived = path.join(folder, 'derived', trackId);
  return {
    chunkLog: path.join(folder, ...chunkLogParts(trackId, epoch)),
    live: path.join(derived, `${number}.live.${ending}`),
    finished: path.join(derived, `${number}.${ending}`),
    mime: kind === 'camera' ? 'video/mp4' : 'audio/webm',
    name: `${trackId}-${number}.${ending}`,
  };
}

const quietly = ['-hide_banner', '-loglevel', 'warning', '-nostats'];
/** Without durations in the container ffmpeg would move the first picture of every fragment (measured, up to 51 ms). */
const keepTimes = ['-bsf:v', 'setts=pts=PTS:dts=PTS:duration=NEXT_PTS-PTS'];

/** ffmpeg from the chunk log on stdin to a copy that can be played while it grows. Nothing is encoded anew. */
export function followArguments(kind: PlayedEpoch['kind'], into: string): readonly string[] {
  const input = [
    ...quietly,
    '-y',
    '-probesize',
    '65536',
    '-analyzeduration',
    '0',
    // Nobody seeks in a pipe: an index of every packet would only grow with the hearing.
    '-indexmem',
    '65536',
    '-f',
    'matroska',
    '-i',
    'pipe:0',
    '-map',
    '0',
    '-c',
    'copy',
  ];
  return kind === 'camera'
    ? [
        ...input,
        ...keepTimes,
        '-movflags',
        'frag_keyframe+empty_moov+default_base_moof',
        '-flush_packets',
        '1',
        '-f',
        'mp4',
        into,
      ]
    : [...input, '-cluster_time_limit', '1000', '-flush_packets', '1', '-f', 'webm', into];
}

/** ffmpeg from a closed chunk log to a copy that can be sought in: index in front, second 0 is the first frame. */
export function finishArguments(kind: PlayedEpoch['kind'], from: string, into: string): readonly string[] {
  const input = [...quietly, '-nostdin', '-y', '-f', 'matroska', '-i', from, '-map', '0', '-c', 'copy'];
  return kind === 'camera'
    ? [...input, ...keepTimes, '-movflags', '+faststart', '-f', 'mp4', into]
    : [...input, '-cues_to_front', '1', '-f', 'webm', into];
}
