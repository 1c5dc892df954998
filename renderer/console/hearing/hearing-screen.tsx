import { useState, type ReactNode } from 'react';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import type { PauseKind } from '#domain/hearing/phases.ts';
import type { ExhibitId, SeatId, TrackId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import { ActBar } from './act-bar.tsx';
import { BreakPanel } from './break-panel.tsx';
import { CameraStage } from './camera-stage.tsx';
import { ClosedSessionLine } from './closed-session-line.tsx';
import { DeliberationScreen } from './deliberation-screen.tsx';
import { brokenLine } from '../../ui/broken-line.ts';
import { ExhibitBar } from './exhibit-bar.tsx';
import { ExhibitDesk } from './exhibit-desk.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { hallName } from '../../ui/hall-name.ts';
import { useWords } from '../../ui/words.tsx';
import { usePanelPress } from '../panels/use-panel-press.ts';
import { IncidentsBar } from '../incidents/incidents-bar.tsx';
import { IncidentsPanel } from '../incidents/incidents-panel.tsx';
import { CallUpPanel } from '../participants/call-up-panel.tsx';
import { ParticipantsLine } from '../participants/participants-line.tsx';
import { ParticipantsPanel } from '../participants/participants-panel.tsx';
import styles from './hearing-screen.module.css';
import { InterruptedScreen } from './interrupted-screen.tsx';
import { LinePanel } from './line-panel.tsx';
import { ListenBar } from './listen-bar.tsx';
import { MarksColumn } from './marks-column.tsx';
import { MendPanel } from './mend-panel.tsx';
import { MonitorsBar } from './monitors-bar.tsx';
import { PauseSheet } from './pause-sheet.tsx';
import { aroundMark, lastSeconds, newestRecordedUs, type ReadBackRange } from './read-back-range.ts';
import { ReadBackPlayer } from './read-back-player.tsx';
import { SeatStrip } from './seat-strip.tsx';
import { useAsk } from './use-ask.ts';
import { useHearingClock } from './use-hearing-clock.ts';

/** The hearing that is being held, from its opening to its end. */
export function HearingScreen({ hall, state }: { hall: HallClient; state: HallState }): ReactNode {
  const [byOralOrder, setByOralOrder] = useState(false);
  const { hearing } = state;
  if (hearing === null) return null;
  if (hearing.interruption !== null)
    return <InterruptedScreen hall={hall} state={state} hearing={hearing} interruption={hearing.interruption} />;
  const shared = { hall, state, hearing, byOralOrder, onOralOrder: setByOralOrder };
  return hearing.phase === 'deliberation' ? <DeliberationScreen {...shared} /> : <HearingDesk {...shared} />;
}

function HearingDesk({
  hall,
  state,
  hearing,
  byOralOrder,
  onOralOrder,
}: {
  hall: HallClient;
  state: HallState;
  hearing: OpenHearing;
  byOralOrder: boolean;
  onOralOrder(isTicked: boolean): void;
}): ReactNode {
  const words = useWords();
  const { ask, isAsking, fault, dismiss } = useAsk(hall);
  const readNowUs = useHearingClock(hearing.nowUs);
  const [camera, setCamera] = useState<TrackId | null>(null);
  const [heard, setHeard] = useState<SeatId | null>(null);
  const [range, setRange] = useState<ReadBackRange | null>(null);
  const [place, turnTo] = useState<'cameras' | 'people' | 'call-up' | 'exhibits' | 'monitors' | 'incidents'>('cameras');
  const at = place === 'monitors' && hearing.isSessionClosed ? 'cameras' : place;
  const isAtCameras = at === 'cameras' || at === 'monitors';
  const toggle = (other: typeof place) => (): void => turnTo(at === other ? 'cameras' : other);
  const [counted, setCounted] = useState<Readonly<{ exhibitId: ExhibitId; pages: number }> | null>(null);
  const [pauseAsked, setPauseAsked] = useState<PauseKind | null>(null);

  const { pause } = hearing;
  const broken = brokenLine(state);
  const isOnLine = state.calls.some((call) => call.state !== 'ended');
  const isRinging = state.calls.some((call) => call.state === 'ringing');
  const cameras = state.hall.seats.filter((seat) => seat.kind === 'camera' && seat.device.path !== 'remote');
  // A track is named as its seat is (architecture of the record: trackId = seatId).
  const shownCamera = camera ?? (cameras[0]?.id as string as TrackId | undefined) ?? null;
  const newestUs = (): number => newestRecordedUs(hearing, readNowUs());

  usePanelPress(hall, ({ act }) => {
    if (act === 'repeat-30') setRange(lastSeconds(newestUs(), 30));
    // Its reason is asked for, and the break begins when the secretary has said it.
    else if (act === 'technical-break' && hearing.phase === 'open') setPauseAsked('technical-break');
  });
  const begin = async (kind: PauseKind, note: string): Promise<void> => {
    const outcome = await ask('hearing.pause', { pause: kind, byOralOrder, note });
    if (!outcome.ok) return;
    setPauseAsked(null);
    setRange(null);
    onOralOrder(false);
  };
  const finish = async (verb: 'hearing.resume' | 'hearing.end' | 'session.close' | 'session.reopen'): Promise<void> => {
    const outcome = await ask(verb, { byOralOrder });
    if (outcome.ok) onOralOrder(false);
  };
  return (
    <main className={styles['desk']}>
      <div className={styles['left']} data-at={at}>
        {hearing.isSessionClosed && <ClosedSessionLine />}
        {pause !== null && (
          <BreakPanel
            state={state}
            pause={pause}
            nowUs={hearing.nowUs}
            isWide={!state.previewsAllowed && range === null && isAtCameras}
          />
        )}
        {range !== null && (
          <ReadBackPlayer
            key={`${range.fromUs}-${range.toUs}`}
            hall={hall}
            hearingId={hearing.hearingId}
            range={range}
            camera={shownCamera}
            newestUs={newestRecordedUs(hearing, hearing.nowUs)}
            onMove={setRange}
            onClose={() => setRange(null)}
          />
        )}
        {at === 'people' && range === null && (
          <ParticipantsPanel hall={hall} state={state} hearingId={hearing.hearingId} />
        )}
        {at === 'call-up' && range === null && <CallUpPanel hall={hall} state={state} />}
        {at === 'incidents' && range === null && (
          <IncidentsPanel {...{ hall, state }} hearingId={hearing.hearingId} isSpecialist={false} onAct={null} />
        )}
        {range === null && at === 'exhibits' && (
          <ExhibitDesk
            hall={hall}
            state={state}
            hearing={hearing}
            onPages={(exhibitId, pages) => setCounted({ exhibitId, pages })}
          />
        )}
        {range === null && isAtCameras && state.previewsAllowed && (
          <>
            <CameraStage
              hall={hall}
              cameras={cameras}
              turned={state.cameras}
              chosen={shownCamera}
              onChoose={setCamera}
            />
            <SeatStrip state={state} heard={heard} onListen={setHeard} />
            {heard !== null && (
              <ListenBar
                hall={hall}
                state={state}
                hearing={hearing}
                seatId={heard}
                readNowUs={readNowUs}
                onStop={() => setHeard(null)}
              />
            )}
          </>
        )}
        <MendPanel hall={hall} state={state} hearing={hearing} />
        {range === null &&
          !hearing.isSessionClosed &&
          (at !== 'call-up' || isRinging) &&
          !(at === 'people' && !isOnLine) && <LinePanel hall={hall} state={state} />}
        {range === null && (
          <div className={styles['lists']}>
            <IncidentsBar
              state={state}
              hearingId={hearing.hearingId}
              isOpen={at === 'incidents'}
              onToggle={toggle('incidents')}
            />
            <ParticipantsLine
              state={state}
              isOpen={at === 'people'}
              onToggle={toggle('people')}
              isCallUpOpen={at === 'call-up'}
              onCallUp={toggle('call-up')}
            />
            <ExhibitBar
              hall={hall}
              state={state}
              hearing={hearing}
              pages={counted?.exhibitId === hearing.shownExhibit?.exhibitId ? (counted?.pages ?? null) : null}
              isOpen={at === 'exhibits'}
              onToggle={toggle('exhibits')}
            />
            {!hearing.isSessionClosed && (
              <MonitorsBar hall={hall} state={state} isOpen={at === 'monitors'} onToggle={toggle('monitors')} />
            )}
          </div>
        )}
        <FaultLine fault={fault} seats={state.hall.seats} onDismiss={dismiss} />
        {pauseAsked === null ? (
          <ActBar
            phase={hearing.phase}
            isRecordingGoingOn={pause?.recordingGoesOn ?? true}
            isSessionClosed={hearing.isSessionClosed}
            isAsking={isAsking}
            byOralOrder={byOralOrder}
            onOralOrder={onOralOrder}
            acts={{
              readBack: (lastS) => setRange(lastSeconds(newestUs(), lastS)),
              beginBreak: () => setPauseAsked('break'),
              beginTechnicalBreak: () => setPauseAsked('technical-break'),
              retire: () => void begin('deliberation', ''),
              closeSession: () => void finish('session.close'),
              reopenSession: () => void finish('session.reopen'),
              resume: () => void finish('hearing.resume'),
              end: () => void finish('hearing.end'),
            }}
          />
        ) : (
          <PauseSheet
            pause={pauseAsked}
            isAsking={isAsking}
            byOralOrder={byOralOrder}
            onOralOrder={onOralOrder}
            likelyReason={broken === null ? '' : words.t('line.breakReason', { name: hallName(broken.peer, words) })}
            onBegin={(note) => void begin(pauseAsked, note)}
            onCancel={() => setPauseAsked(null)}
          />
        )}
      </div>
      <MarksColumn
        hall={hall}
        hearing={hearing}
        maySet={hearing.phase === 'open' || hearing.phase === 'technical-break'}
        readNowUs={readNowUs}
        onReadBack={(mark) => setRange(aroundMark(newestUs(), mark.atUs))}
      />
    </main>
  );
}
