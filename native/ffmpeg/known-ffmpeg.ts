import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../../src/hall/plumbing/index.ts';
import type { Ffmpeg } from './ffmpeg.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Which file a command means, and its size and time: another ffmpeg is asked anew. Null when there is none. */
function stampOf(command: string, env: Env): string | null {
  const folders = command.includes(path.sep) ? [''] : (env['PATH'] ?? '').split(path.delimiter);
  const endings = process.platform === 'win32' ? ['.exe', ''] : [''];
  for (const file of folders.flatMap((folder) => endings.map((ending) => path.join(folder, command + ending)))) {
    try {
      const found = statSync(file);
      if (found.isFile()) return `${file} ${String(found.size)} ${String(found.mtimeMs)}`;
    } catch {
      // Not there, or in a folder that is closed to us.
    }
  }
  return null;
}

const stampsOf = ({ ffmpegPath, ffprobePath }: Ffmpeg, env: Env): string =>
  JSON.stringify([
    ...[env['FFMPEG_PATH'], env['FFPROBE_PATH']].map((chosen) => chosen ?? ''),
    ...[ffmpegPath, ffprobePath].map((command) => stampOf(command, env)),
  ]);

/** What `keepFfmpeg` wrote, if these are still the same programs. */
export function knownFfmpeg(file: string, env: Env): Ffmpeg | null {
  try {
    const known = JSON.parse(readFileSync(file, 'utf8')) as Readonly<{ stamps: string; ffmpeg: Ffmpeg }>;
    return known.stamps === stampsOf(known.ffmpeg, env) ? known.ffmpeg : null;
  } catch {
    return null;
  }
}

/** Keeps what an ffmpeg can do, so that a service which comes back in the middle of a hearing need not start five programs. */
export function keepFfmpeg(file: string, env: Env, ffmpeg: Ffmpeg): void {
  // Without the file the next start takes half a second longer, which is no fault worth telling.
  writeFileAtomically(file, JSON.stringify({ stamps: stampsOf(ffmpeg, env), ffmpeg }), 0o600).catch(() => undefined);
}
