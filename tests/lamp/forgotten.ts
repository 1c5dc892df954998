import { inventedCard } from '../stage/hall-card.ts';
import { wait, type Stage } from '../stage/start-stage.ts';
import type { AlarmLog } from './alarm-log.ts';
import { untilClear, untilTold, type Told } from './told.ts';
import type { Trouble } from './trials.ts';

const resume: Trouble = { name: 'resume', keys: ['hearing.resume-forgotten'], withinMs: 62_000 };

/** A planned time that passed, and a break that ran over: told by the clock alone. */
export async function forgetStart(stage: Stage, log: AlarmLog, told: Told): Promise<string> {
  const fromMs = performance.now();
  const card = { ...inventedCard, plannedAtMs: Date.now() - 11 * 60_000 };
  const { hearingId } = await stage.ask('hearing.plan', { card });
  const alarm = await untilTold(
    log,
    '',
    { name: 'start', keys: ['hearing.start-forgotten'], withinMs: 3000 },
    fromMs,
    5000,
  );
  const toldAfterMs = alarm && Math.round(alarm.fromMs - fromMs);
  told.findings.push({
    seat: '',
    trouble: 'start forgotten',
    toldAfterMs,
    clearedAfterMs: null,
    isLate: toldAfterMs === null || toldAfterMs > 3000,
  });
  // The check learns how loud each seat's pauses are.
  const microphones = [...stage.lab.microphones.values()];
  await Promise.all(microphones.map((microphone) => microphone.sound('fan')));
  // Making and beginning them costs this machine, and nobody's sound is to be missed for it.
  await wait(5000);
  await stage.ask('hearing.check', { hearingId });
  await stage.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await Promise.all(microphones.map((microphone) => microphone.sound('speech')));
  await wait(5000);
  await stage.ask('hearing.open', { hearingId, override: { reason: 'trial', person: 'trial' } });
  await stage.until((state) => state.lamp.state === 'recording', 30_000, 'everything is recorded');
  told.windows.push({ seat: '', keys: ['hearing.start-forgotten'], fromMs, toMs: performance.now() });
  return hearingId;
}

export async function forgetResume(stage: Stage, log: AlarmLog, told: Told): Promise<void> {
  const fromMs = performance.now();
  await stage.ask('hearing.pause', { pause: 'break', byOralOrder: false, note: '', announcedMin: 1 });
  const alarm = await untilTold(log, '', resume, fromMs, 65_000);
  const toldAfterMs = alarm && Math.round(alarm.fromMs - fromMs);
  const isLate = toldAfterMs === null || toldAfterMs > 62_000 || toldAfterMs < 60_000;
  const resumedMs = performance.now();
  await stage.ask('hearing.resume', { byOralOrder: false });
  const clearedAfterMs = await untilClear(log, '', resume.keys, resumedMs);
  told.findings.push({ seat: '', trouble: 'resume forgotten', toldAfterMs, clearedAfterMs, isLate });
  told.windows.push({ seat: '', keys: resume.keys, fromMs, toMs: performance.now() });
  await stage.until((state) => state.lamp.state === 'recording', 30_000, 'everything is recorded again');
}
