import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { Ffmpeg } from './ffmpeg.ts';
import { keepFfmpeg, knownFfmpeg } from './known-ffmpeg.ts';
import { runToEnd } from '../../src/hall/plumbing/index.ts';

type Candidate = Readonly<{ from: Ffmpeg['from']; command: string }>;
type Tried = Readonly<{ ffmpeg: Ffmpeg; missing: readonly string[]; hasSoundDevice: boolean }>;

const wantedEncoders = ['libx264', 'libopus'];
const wantedFormats = ['matroska', 'mp4', 'webm'];
/** What the hall's own audio path opens. Static builds often lack it; recording through the browser's path works without. */
const soundDevice = process.platform === 'win32' ? 'dshow' : 'pulse';
const ending = process.platform === 'win32' ? '.exe' : '';

let found: Promise<Outcome<Ffmpeg>> | null = null;

/**
 * The first of `FFMPEG_PATH`, ffmpeg-static and the system's ffmpeg that has the encoders, containers and the sound
 * server's device; failing that the first without the device. Looked for once a process; what `memoryFile` holds of the same
 * programs is believed.
 * Fails `system.ffmpeg-missing` or `system.ffmpeg-incapable`.
 */
export function findFfmpeg(
  env: Readonly<Record<string, string | undefined>> = process.env,
  memoryFile: string | null = null,
): Promise<Outcome<Ffmpeg>> {
  found ??= recallOrLook(env, memoryFile);
  return found;
}

async function recallOrLook(
  env: Readonly<Record<string, string | undefined>>,
  memoryFile: string | null,
): Promise<Outcome<Ffmpeg>> {
  const known = memoryFile === null ? null : knownFfmpeg(memoryFile, env);
  if (known !== null) return done(known);
  const looked = await lookFor(env);
  if (looked.ok && memoryFile !== null) keepFfmpeg(memoryFile, env, looked.value);
  return looked;
}

/**
 * The first of the same three that runs, with its ffprobe: for copying streams, which every ffmpeg can. Asking what else
 * one can starts four programs more. Fails `system.ffmpeg-missing`.
 */
export async function findCopyingFfmpeg(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Outcome<Pick<Ffmpeg, 'ffmpegPath' | 'ffprobePath'>>> {
  const ffmpegPath = await firstRunning(candidates(env).map(({ command }) => command));
  const ffprobePath = ffmpegPath === null ? null : await firstRunning(probeCandidates(ffmpegPath, env));
  return ffmpegPath === null || ffprobePath === null
    ? failed(fault('system.ffmpeg-missing', {}))
    : done({ ffmpegPath, ffprobePath });
}

async function lookFor(env: Readonly<Record<string, string | undefined>>): Promise<Outcome<Ffmpeg>> {
  const tried: Tried[] = [];
  for (const candidate of candidates(env)) {
    const result = await tryOut(candidate, env);
    if (result === null) continue;
    tried.push(result);
    // What a person chose by name is used even without the sound device.
    if (result.missing.length === 0 && (result.hasSoundDevice || candidate.from === 'FFMPEG_PATH'))
      return done(result.ffmpeg);
  }
  const best = tried.find((result) => result.missing.length === 0);
  if (best !== undefined) return done(best.ffmpeg);
  const [first] = tried;
  if (first === undefined) return failed(fault('system.ffmpeg-missing', {}));
  return failed(fault('system.ffmpeg-incapable', { missing: first.missing.join(', ') }));
}

function candidates(env: Readonly<Record<string, string | undefined>>): readonly Candidate[] {
  const chosen = env['FFMPEG_PATH'];
  const fromNpm = staticPath();
  return [
    ...(chosen === undefined || chosen === '' ? [] : [{ from: 'FFMPEG_PATH', command: chosen } as const]),
    ...(fromNpm === null ? [] : [{ from: 'ffmpeg-static', command: fromNpm } as const]),
    { from: 'system', command: 'ffmpeg' },
  ];
}

/** ffmpeg-static is optional, and its binary may not have been fetched. */
function staticPath(): string | null {
  try {
    const place: unknown = createRequire(import.meta.url)('ffmpeg-static');
    return typeof place === 'string' && existsSync(place) ? place : null;
  } catch {
    return null;
  }
}

async function tryOut(candidate: Candidate, env: Readonly<Record<string, string | undefined>>): Promise<Tried | null> {
  const ask = async (command: string, word: string): Promise<string | null> => {
    const run = await runToEnd({ command, args: ['-hide_banner', word], limitMs: 10_000 });
    return run.code === 0 ? run.stdout.toString('utf8') : null;
  };
  const version = await ask(candidate.command, '-version');
  if (version === null) return null;
  const [encoderList, formatList, deviceList] = await Promise.all(
    ['-encoders', '-muxers', '-devices'].map((word) => ask(candidate.command, word)),
  );
  const encoders = secondWords(encoderList ?? '');
  const formats = secondWords(formatList ?? '');
  const devices = secondWords(deviceList ?? '', /^D/);
  const ffprobePath = await firstRunning(probeCandidates(candidate.command, env));
  return {
    ffmpeg: {
      ffmpegPath: candidate.command,
      ffprobePath: ffprobePath ?? 'ffprobe',
      from: candidate.from,
      version: /^ffmpeg version (\S+)/.exec(version)?.[1] ?? '',
      devices,
      encoders,
    },
    missing: [
      ...wantedEncoders.filter((name) => !encoders.includes(name)),
      ...wantedFormats.filter((name) => !formats.includes(name)),
      ...(ffprobePath === null ? ['ffprobe'] : []),
    ],
    hasSoundDevice: devices.includes(soundDevice),
  };
}

/** ffprobe stands beside ffmpeg, is named by FFPROBE_PATH, or is the system's. */
function probeCandidates(ffmpegPath: string, env: Readonly<Record<string, string | undefined>>): readonly string[] {
  const named = env['FFPROBE_PATH'];
  const isNamedPath = ffmpegPath.includes(path.sep);
  return [
    ...(named === undefined || named === '' ? [] : [named]),
    ...(isNamedPath ? [path.join(path.dirname(ffmpegPath), `ffprobe${ending}`)] : []),
    'ffprobe',
  ];
}

async function firstRunning(commands: readonly string[]): Promise<string | null> {
  for (const command of commands) {
    if ((await runToEnd({ command, args: ['-version'], limitMs: 10_000 })).code === 0) return command;
  }
  return null;
}

/** ffmpeg's lists: flags, then a name (or names with commas), then words. */
function secondWords(list: string, flags = /^\S/): readonly string[] {
  return list
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((parts) => flags.test(parts[0] ?? ''))
    .flatMap((parts) => (parts[1] ?? '').split(','))
    .filter((name) => /^\w/.test(name));
}
