import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What may be killed or stopped, and what its death may cost: the record's own writers a moment, everything else nothing.
 * What stands still costs a moment where it keeps the pictures of a camera that it shows (call, console, gpu).
 * A path to the sound costs its own track a moment and the seat nothing, because the other path goes on.
 * `spare` is the recorder page that waits behind the one at work, `copies` are the ffmpegs that make playable copies.
 */
export const victims = {
  service: 'nothing',
  call: 'nothing',
  console: 'nothing',
  spare: 'nothing',
  copies: 'nothing',
  path: 'its own track',
  'path-ffmpeg': 'its own track',
  gpu: 'a moment',
  network: 'a moment',
  recorder: 'a moment',
  electron: 'a moment',
  audio: 'a moment',
  'video-capture': 'a moment',
} as const;
export type Victim = keyof typeof victims;
export const keepingPictures: readonly Victim[] = ['call', 'console', 'gpu'];

const helperMarks: Partial<Record<Victim, string>> = {
  audio: '--utility-sub-type=audio.mojom.AudioService',
  'video-capture': '--utility-sub-type=video_capture.mojom.VideoCaptureService',
  network: '--utility-sub-type=network.mojom.NetworkService',
  gpu: '--type=gpu-process',
  call: '--tarazy-window=call',
  console: '--tarazy-window=console',
};

function runPid(homeFolder: string, name: 'hall' | 'shell' | 'sound-path'): number | null {
  try {
    return (JSON.parse(readFileSync(path.join(homeFolder, 'run', `${name}.json`), 'utf8')) as { pid: number }).pid;
  } catch {
    // It is being replaced just now.
    return null;
  }
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function statOf(pid: number): Readonly<{ state: string; parent: number }> | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: state ?? '', parent: Number(parent) };
  } catch {
    return null;
  }
}

/** Whether the process runs or stands still; one that ended and was not yet taken leave of does neither. */
export function isThere(pid: number): boolean {
  const state = statOf(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

function allPids(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function pidsWith(homeFolder: string, mark: string): readonly number[] {
  return allPids().filter((pid) => {
    const command = commandOf(pid);
    return command.includes(` ${mark} `) && command.includes(`--user-data-dir=${homeFolder}`);
  });
}

/** Which page is the recorder the shell says in the log; the spare that waits behind it looks the same to the system. */
function recorderPids(homeFolder: string): Readonly<{ recorder: readonly number[]; spare: readonly number[] }> {
  const logs = path.join(homeFolder, 'logs');
  const serving = readdirSync(logs)
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => readFileSync(path.join(logs, name), 'utf8').split('\n'))
    .filter((line) => line.includes('"shell-part"') && line.includes('"serves"'))
    .map((line) => (JSON.parse(line) as { pid: number }).pid);
  const all = pidsWith(homeFolder, '--tarazy-window=recorder');
  const isServing = (pid: number): boolean => pid === serving.at(-1);
  return { recorder: all.filter(isServing), spare: all.filter((pid) => !isServing(pid)) };
}

/** The hall service makes playable copies by its own children; its paths to the sound read from the sound server. */
function copiesPids(homeFolder: string): readonly number[] {
  const service = runPid(homeFolder, 'hall');
  return allPids().filter((pid) => {
    if (statOf(pid)?.parent !== service) return false;
    const command = commandOf(pid);
    return command.includes('ffmpeg') && !command.includes(' -f pulse ');
  });
}

/** Those of the second path that hear a microphone. */
function pathFfmpegPids(homeFolder: string): readonly number[] {
  const soundPath = runPid(homeFolder, 'sound-path');
  return allPids().filter((pid) => statOf(pid)?.parent === soundPath && commandOf(pid).includes(' -f pulse '));
}

/** The processes of this hall that play this part; none while it is being brought back. */
export function pidsOf(homeFolder: string, victim: Victim): readonly number[] {
  if (victim === 'service' || victim === 'electron' || victim === 'path') {
    const pid = runPid(homeFolder, ({ service: 'hall', electron: 'shell', path: 'sound-path' } as const)[victim]);
    return pid === null ? [] : [pid];
  }
  if (victim === 'recorder' || victim === 'spare') return recorderPids(homeFolder)[victim];
  if (victim === 'copies') return copiesPids(homeFolder);
  if (victim === 'path-ffmpeg') return pathFfmpegPids(homeFolder);
  const mark = helperMarks[victim];
  return mark === undefined ? [] : pidsWith(homeFolder, mark);
}
