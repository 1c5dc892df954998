import { useCallback } from 'react';
import type { Alarm, HallState } from '#contract/papers.ts';
import { faultCatalogue } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';
import type { AlarmStep } from '../../ui/status-strip.tsx';
import { useWords } from '../../ui/words.tsx';

/**
 * The one thing to press about an alarm. P19: in an open hearing that is the technical break; before it, the check
 * is made again; after a power loss it goes on. Warnings ask for a look only, but for a judge's monitor that may have been replaced.
 */
export function useAlarmStep(
  hall: HallClient,
  state: HallState | null,
  askOfBench: (missing: Alarm) => void,
): (alarm: Alarm) => AlarmStep | null {
  const { t } = useWords();
  return useCallback(
    (alarm: Alarm) => {
      // Nothing can be asked of a hall that does not answer; the line restores itself.
      if (alarm.fault.key === 'api.hall-unreachable') return null;
      if (alarm.fault.key === 'monitor.missing' && alarm.fault.args['monitor'] === 'bench')
        return { label: t('monitors.adoptStep'), onPress: () => askOfBench(alarm) };
      const hearing = state?.hearing ?? null;
      if (hearing === null || faultCatalogue[alarm.fault.key].level !== 'alarm') return null;
      if (alarm.fault.key === 'hearing.interrupted') {
        return {
          label: t('hearing.resumeHearing'),
          onPress: () => void hall.ask('hearing.resume', { byOralOrder: false }),
        };
      }
      if (hearing.phase === 'open') {
        return {
          label: t('pause.technical-break'),
          onPress: () => void hall.ask('hearing.pause', { pause: 'technical-break', byOralOrder: false, note: '' }),
        };
      }
      const mayCheck =
        (hearing.phase === 'planned' || hearing.phase === 'checked') && state?.check?.state !== 'running';
      if (!mayCheck) return null;
      return {
        label: t('check.again'),
        onPress: () => void hall.ask('hearing.check', { hearingId: hearing.hearingId }),
      };
    },
    [hall, state, t, askOfBench],
  );
}
