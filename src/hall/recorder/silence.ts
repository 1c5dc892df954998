import type { CaptureReport } from '#contract/capture.ts';
import type { CaptureStream, SoundServer } from '../../../native/sound-server/index.ts';
import type { CaptureRole, Closed, RecorderNeeds, WatchedRole } from './door.ts';

const askEveryMs = 100;

export type SoundProof = Readonly<{ ours: readonly CaptureStream[]; seen: number }> | 'not-available' | 'no-answer';

/** Which capture streams of the sound server are ours: those of our processes, and those that do not say whose they are. */
export async function proveSound(soundServer: SoundServer, roots: readonly number[]): Promise<SoundProof> {
  const captures = await soundServer.listOpenCaptures();
  if (captures === 'not-available') return 'not-available';
  if (!captures.ok) return 'no-answer';
  const ours: CaptureStream[] = [];
  for (const stream of captures.value) {
    if (stream.pid === null || (await soundServer.descendsFrom(stream.pid, roots))) ours.push(stream);
  }
  return { ours, seen: captures.value.length };
}

/** Processes whose capture streams are ours, and those that they started. */
export function ownProcesses({
  shellPid,
  soundPath,
}: Pick<RecorderNeeds, 'shellPid' | 'soundPath'>): readonly number[] {
  return [process.pid, shellPid(), soundPath?.pid() ?? null].filter((pid) => pid !== null);
}

/** Asks until no stream of ours is left or the time is over; the sound server learns of an end a moment later. */
export async function awaitSoundProof(
  soundServer: SoundServer,
  roots: readonly number[],
  remainingMs: () => number,
): Promise<SoundProof> {
  for (;;) {
    const proof = await proveSound(soundServer, roots);
    if (typeof proof === 'string' || proof.ours.length === 0 || remainingMs() <= askEveryMs) return proof;
    await new Promise((resolve) => setTimeout(resolve, askEveryMs));
  }
}

/** Everybody's word on a plan that closes all devices. */
export type Words = Readonly<{
  planNo: number;
  /** Who had devices to close, and what each said last. */
  reports: ReadonlyMap<CaptureRole, CaptureReport | null>;
  /** Windows that show previews and were connected when the plan came, with the newest plan each confirmed. */
  previews: ReadonlyMap<WatchedRole, number>;
  sound: SoundProof;
}>;

/** What may still be open and who said that nothing is. */
export function judgeSilence(words: Words): Closed {
  const openStreams: string[] = [];
  const confirmedBy: string[] = [];
  for (const [role, report] of words.reports) {
    if (report === null || report.planNo < words.planNo) openStreams.push(`${role}: no answer`);
    else if (report.openDevices > 0) openStreams.push(`${role}: ${String(report.openDevices)} devices`);
    else confirmedBy.push(role);
  }
  for (const [role, planNo] of words.previews) {
    if (planNo >= words.planNo) confirmedBy.push(role);
    else openStreams.push(`${role}: no answer`);
  }
  if (words.sound === 'no-answer') openStreams.push('sound-server: no answer');
  else if (words.sound !== 'not-available') {
    if (words.sound.ours.length === 0) confirmedBy.push('sound-server');
    openStreams.push(
      ...words.sound.ours.map(
        (stream) =>
          `sound-server: ${stream.program} ${stream.pid === null ? '?' : String(stream.pid)} ${stream.source}`,
      ),
    );
  }
  const streamsSeen = typeof words.sound === 'string' ? null : words.sound.seen;
  return { openStreams, confirmedBy, streamsSeen };
}
