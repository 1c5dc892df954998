import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { Alarm, HallState } from '#contract/papers.ts';
import type { Seat } from '#domain/seats.ts';
import type { HallClient } from '#line/hall-client.ts';
import { copiedPicture } from '../capture/copied-picture.ts';
import { networkPictures } from '../capture/network-picture.ts';
import { useHallView } from '../ui/hall-view.ts';
import { PreviewsProvider } from '../ui/previews.tsx';
import { useReadyMark } from '../ui/ready-mark.ts';
import { KeyboardProvider, ScreenKeyboard } from '../ui/screen-keyboard.tsx';
import { StatusStrip } from '../ui/status-strip.tsx';
import { useWords } from '../ui/words.tsx';
import { AfterScreen } from './after/after-screen.tsx';
import { AdoptBenchSheet } from './alarms/adopt-bench-sheet.tsx';
import { ClearAlarmSheet, mayBeCleared } from './alarms/clear-alarm-sheet.tsx';
import styles from './app.module.css';
import { CheckScreen } from './check/check-screen.tsx';
import { CallsBar } from './halls/calls-bar.tsx';
import { useTellDevices } from './diagnostics/use-tell-devices.ts';
import { HearingScreen } from './hearing/hearing-screen.tsx';
import { SignInScreen } from './people/sign-in-screen.tsx';
import { PanelNote } from './panels/panel-note.tsx';
import { isHeld, usePeople, type PeopleHere } from './people/use-people.ts';
import { SetupScreen } from './setup/setup-screen.tsx';
import { useAlarmStep } from './state/alarm-step.ts';
import { wantedScreen } from './state/wanted-screen.ts';
import { TestSessionDesk } from './test-session/test-session-desk.tsx';
import { TodayScreen } from './today/today-screen.tsx';

/** The console's pictures are thumbnails: the record is made elsewhere and a hall PC has few cores. */
const thumbnail = { width: 320, height: 180, frameRate: 15 } as const;
const everySeat = (_seat: Seat): boolean => true;

function PhaseScreen({ hall, state, here }: { hall: HallClient; state: HallState; here: PeopleHere }): ReactNode {
  switch (wantedScreen(state, here)) {
    case 'sign-in':
      return <SignInScreen hall={hall} here={here} />;
    case 'set-up':
      return <SetupScreen hall={hall} state={state} here={here} />;
    case 'test-session':
      return state.testSession && <TestSessionDesk hall={hall} state={state} session={state.testSession} />;
    case 'today':
      return <TodayScreen hall={hall} state={state} here={here} />;
    case 'check':
      return <CheckScreen hall={hall} state={state} />;
    case 'hearing':
      return <HearingScreen hall={hall} state={state} />;
    case 'after':
      return <AfterScreen hall={hall} state={state} />;
  }
}

/** The secretary's window: the strip, one screen for the phase, and the keyboard when it is called. */
export function App({ hall }: { hall: HallClient }): ReactNode {
  const { t } = useWords();
  const view = useHallView(hall);
  const here = usePeople(hall, view.isConnected);
  useTellDevices(hall, view.isConnected, view.state?.previewsAllowed === true);
  const [clearing, setClearing] = useState<Alarm['id'] | null>(null);
  /** Since when the monitor is missing of which it is asked whether it was replaced: the question goes with the alarm. */
  const [adoptingSinceMs, askOfBench] = useState<number | null>(null);
  const isAdopting =
    view.state?.alarms.some(({ fault, sinceMs }) => fault.key === 'monitor.missing' && sinceMs === adoptingSinceMs) ===
    true;
  const stepFor = useAlarmStep(
    hall,
    view.state,
    useCallback(({ sinceMs }: Alarm) => {
      setClearing(null);
      askOfBench(sinceMs);
    }, []),
  );
  const isAsked = clearing !== null || isAdopting;
  const clearFor = (alarm: Alarm): (() => void) | null =>
    mayBeCleared(alarm) && view.isFresh && !isAdopting ? () => setClearing(alarm.id) : null;
  const openNetwork = useMemo(() => networkPictures(hall), [hall]);
  const tellClosed = useCallback((planNo: number) => void hall.ask('preview.closed', { planNo }), [hall]);
  // Measurements of the start wait for this: the first screen drawn from the hall's own state.
  useReadyMark(view.state !== null && here !== null);
  return (
    <KeyboardProvider>
      <PreviewsProvider
        state={view.state}
        isConnected={view.isConnected}
        copy={copiedPicture}
        openNetwork={openNetwork}
        size={thumbnail}
        wants={everySeat}
        tellClosed={tellClosed}
      >
        <div className={styles['window']}>
          <StatusStrip view={view} stepFor={stepFor} clearFor={clearFor} />
          {view.state === null || here === null ? (
            <main className={styles['waiting']}>
              <h1>{t('app.name')}</h1>
              {t('app.waiting')}
            </main>
          ) : (
            <div className={styles['screen']} data-stale={view.isSilent} inert={view.isSilent}>
              <div className={styles['behind']} inert={isAsked} aria-hidden={isAsked}>
                {!isHeld(view.state) && <CallsBar hall={hall} state={view.state} />}
                <PhaseScreen hall={hall} state={view.state} here={here} />
              </div>
              <PanelNote hall={hall} seats={view.state.hall.seats} />
              {isAdopting && <AdoptBenchSheet onClose={() => askOfBench(null)} />}
              {clearing !== null && (
                <ClearAlarmSheet
                  key={clearing}
                  hall={hall}
                  state={view.state}
                  asked={clearing}
                  onClose={() => setClearing(null)}
                />
              )}
            </div>
          )}
          <ScreenKeyboard />
        </div>
      </PreviewsProvider>
    </KeyboardProvider>
  );
}
