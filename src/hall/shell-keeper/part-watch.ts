import type { Role } from '#contract/call.ts';
import type { ShellPart } from '#contract/parts.ts';
import { endUnlessStarved } from '../../../native/process-state/index.ts';
import type { Log } from '../plumbing/index.ts';
import type { ShellKeeper } from './keep-shell.ts';
import { SilenceJudge, type LastHeard, type SilentPart } from './silence-judge.ts';

type RecordSigns = Readonly<{ recorderMs: number | null; cameraMs: number | null; microphoneMs: number | null }>;

/** From the door's and the recorder's own signs. */
function lastHeard(from: Pick<WatchNeeds, 'heardMs' | 'signs'>): LastHeard {
  const { recorderMs, cameraMs, microphoneMs } = from.signs();
  return {
    shell: from.heardMs(['shell']),
    network: from.heardMs(['recorder', 'call', 'console', 'bench', 'screen']),
    recorder: recorderMs,
    audio: microphoneMs,
    'video-capture': cameraMs,
    'sound-path': from.heardMs(['sound-path']),
  };
}

const lookEveryMs = 250;
/** Windows on an old disk may take half a minute after the machine was switched on; one that has not come in by then stands still. */
const comeInMs = 45_000;

type WatchNeeds = Readonly<{
  log: Log;
  heardMs(roles: readonly Role[]): number | null;
  signs(): RecordSigns;
  shell(): Pick<ShellKeeper, 'pid' | 'end'> | null;
  soundPath: Readonly<{ pid(): number | null; end(): Promise<void> }>;
  /** The shell knows the processes of its windows and helpers. */
  tellShell(part: ShellPart): void;
}>;

/**
 * Has ended what runs and does not answer: a process that stands still keeps its devices and its place, and nobody starts
 * another. It is killed, because one that wakes again must not go on with what is another's by then.
 */
export function watchParts(needs: WatchNeeds): () => void {
  const judge = new SilenceJudge();
  function end(part: SilentPart): void {
    const pathPid = needs.soundPath.pid();
    if (part === 'shell') needs.shell()?.end();
    else if (part !== 'sound-path') needs.tellShell(part);
    else if (pathPid !== null)
      void endUnlessStarved(pathPid, () => void (needs.soundPath.pid() === pathPid && needs.soundPath.end()));
  }
  let coming: Readonly<{ pid: number | null; sinceMs: number }> = { pid: null, sinceMs: 0 };
  /** A shell that was never heard is judged by nobody else: its main process may wait for a helper that stands still. */
  function isStuckComing(nowMs: number): boolean {
    const pid = needs.shell()?.pid() ?? null;
    if (pid !== coming.pid || pid === null || needs.heardMs(['shell']) !== null) coming = { pid, sinceMs: nowMs };
    if (nowMs - coming.sinceMs <= comeInMs) return false;
    coming = { pid, sinceMs: nowMs };
    return true;
  }
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const silent = isStuckComing(nowMs) ? 'shell' : judge.look(lastHeard(needs), nowMs);
    if (silent === null) return;
    needs.log.error({ part: silent }, 'part-silent');
    end(silent);
  }, lookEveryMs);
  return () => clearInterval(timer);
}
