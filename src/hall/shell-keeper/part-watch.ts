import type { Role } from '#contract/call.ts';
import type { Log } from '../plumbing/index.ts';
import { SilenceJudge, type LastHeard, type SilentPart } from './silence-judge.ts';

/** From the door's and the recorder's own signs. */
export function lastHeard(
  from: Readonly<{
    heardMs(roles: readonly Role[]): number | null;
    signs(): Readonly<{ recorderMs: number | null; cameraMs: number | null; microphoneMs: number | null }>;
  }>,
): LastHeard {
  const { recorderMs, cameraMs, microphoneMs } = from.signs();
  return {
    shell: from.heardMs(['shell']),
    network: from.heardMs(['recorder', 'call', 'console', 'bench', 'screen']),
    recorder: recorderMs,
    audio: microphoneMs,
    'video-capture': cameraMs,
  };
}

const lookEveryMs = 250;

/**
 * Ends what runs and does not answer: a process that stands still keeps its devices and its place, and nobody starts
 * another. `end` has it killed, because one that wakes again must not go on with what is another's by then.
 */
export function watchParts({
  heard,
  end,
  log,
}: Readonly<{ heard(): LastHeard; end(part: SilentPart): void; log: Log }>): () => void {
  const judge = new SilenceJudge();
  const timer = setInterval(() => {
    const silent = judge.look(heard(), performance.now());
    if (silent === null) return;
    log.error({ part: silent }, 'part-silent');
    end(silent);
  }, lookEveryMs);
  return () => clearInterval(timer);
}
