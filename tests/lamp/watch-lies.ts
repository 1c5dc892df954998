import { wait } from '../stage/start-stage.ts';
import type { AlarmLog } from './alarm-log.ts';
import type { WrittenTruth } from './written-truth.ts';

/** Looks ten times a second, until stopped, how old the newest frame on disk is while the lamp calls its track written. */
export function watchLies(
  log: AlarmLog,
  truth: WrittenTruth,
  zeroUs: number,
): { stop(): Promise<{ lieMs: number; looks: number; at: string }> } {
  const watch = { isOver: false };
  const looking = (async () => {
    const worst = { lieMs: 0, looks: 0, at: '' };
    while (!watch.isOver) {
      const written = truth.look();
      const nowUs = Number(process.hrtime.bigint() / 1000n) - zeroUs;
      for (const track of log.state?.lamp.tracks ?? []) {
        if (track.state !== 'written') continue;
        const ageMs = (nowUs - (written.get(track.trackId) ?? 0)) / 1000;
        worst.looks += 1;
        if (ageMs > worst.lieMs)
          Object.assign(worst, {
            lieMs: Math.round(ageMs),
            at: `${track.trackId} ${String(Math.round(nowUs / 1e6))} s`,
          });
      }
      await wait(100);
    }
    return worst;
  })();
  return {
    stop() {
      watch.isOver = true;
      return looking;
    },
  };
}
