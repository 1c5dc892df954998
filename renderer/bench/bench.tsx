import { useCallback, useMemo, useState, type ReactNode } from 'react';
import type { ExhibitShown } from '#contract/exhibits.ts';
import type { HallState, OpenHearing } from '#contract/papers.ts';
import type { Fault } from '#domain/faults.ts';
import type { ExhibitId, ParticipantId, PartyId, SeatId } from '#domain/ids.ts';
import type { Seat } from '#domain/seats.ts';
import type { HallClient } from '#line/hall-client.ts';
import { copiedPicture } from '../capture/copied-picture.ts';
import { networkPictures } from '../capture/network-picture.ts';
import { CameraView } from '../ui/camera-view.tsx';
import { clockTime, shortDate, spanOfTime } from '../ui/clock.ts';
import { ExhibitView } from '../ui/exhibit-view.tsx';
import { FlashLight } from '../ui/flash-light.tsx';
import { hallName } from '../ui/hall-name.ts';
import { useHallView } from '../ui/hall-view.ts';
import { PreviewsProvider, usePreview } from '../ui/previews.tsx';
import { MonitorSign } from '../ui/monitor-sign.tsx';
import { RemotePicture, useRemoteHalls, type RemoteHall } from '../ui/remote-picture.tsx';
import { seatName } from '../ui/seat-name.ts';
import { useReadyMark } from '../ui/ready-mark.ts';
import { ShapeMark } from '../ui/shape-mark.tsx';
import { StatusStrip } from '../ui/status-strip.tsx';
import { useWords } from '../ui/words.tsx';
import { BenchChooser, type LookedAt } from './bench-chooser.tsx';
import { BenchOrders } from './bench-orders.tsx';
import styles from './bench.module.css';
import { DocumentRequest } from './document-request.tsx';
import { HandedInView } from './handed-in-view.tsx';
import { askedOfJudge, IncidentRequest } from './incident-request.tsx';
import { IdentityPair } from './identity-pair.tsx';
import { IdentityRequest, undecided } from './identity-request.tsx';
import { RemotePeople } from './remote-people.tsx';
import { TestSessionSight } from './test-session-sight.tsx';

/** Large, but one at a time: a hall PC has few cores and the record comes first. */
const pictureSize = { width: 1280, height: 720, frameRate: 15 } as const;
const isCamera = (seat: Seat): boolean => seat.kind === 'camera' && seat.device.path !== 'remote';
const noStep = (): null => null;

/** The judge's window: what is recorded, who is present, the picture, and the few things a judge orders by hand. */
export function Bench({ hall }: { hall: HallClient }): ReactNode {
  const { t } = useWords();
  const view = useHallView(hall);
  const openNetwork = useMemo(() => networkPictures(hall), [hall]);
  const tellClosed = useCallback((planNo: number) => void hall.ask('preview.closed', { planNo }), [hall]);
  const [chosen, choose] = useState<SeatId | PartyId | null>(null);
  const cameras = view.state?.hall.seats.filter(isCamera) ?? [];
  const camera = cameras.find(({ id }) => id === chosen) ?? cameras[0];
  const halls = useRemoteHalls(view.state);
  // Who on the line spoke last is looked at first, before anybody did who came last; the judge may look elsewhere.
  const isCameraChosen = cameras.some(({ id }) => id === chosen);
  const speaker = halls.find(({ peer }) => peer.id === view.state?.monitors.lastSpeaker);
  const line =
    halls.find(({ peer }) => peer.id === chosen) ?? (isCameraChosen ? undefined : (speaker ?? halls.at(-1))) ?? null;
  const exhibit = view.state?.hearing?.shownExhibit ?? null;
  // What is put on the monitors is looked at first, too.
  const [turnedFrom, turnFrom] = useState<ExhibitId | null>(null);
  const document = exhibit && { exhibit, isShown: exhibit.exhibitId !== turnedFrom };
  // A camera that nobody sees would only take pictures away from the record.
  const isHeld = view.state !== null && heldIn(view.state) !== null;
  const shownId = isHeld && line === null && document?.isShown !== true ? camera?.id : undefined;
  const wants = useCallback((seat: Seat) => seat.id === shownId, [shownId]);
  const exhibitId = exhibit?.exhibitId ?? null;
  const look = useCallback(
    (at: SeatId | PartyId | 'exhibit') => {
      turnFrom(at === 'exhibit' ? null : exhibitId);
      if (at !== 'exhibit') choose(at);
    },
    [exhibitId],
  );
  useReadyMark(view.state !== null);
  return (
    <PreviewsProvider
      state={view.state}
      isConnected={view.isConnected}
      copy={copiedPicture}
      openNetwork={openNetwork}
      size={pictureSize}
      wants={wants}
      tellClosed={tellClosed}
    >
      <div className={styles['window']}>
        <StatusStrip view={view} stepFor={noStep} />
        <MonitorSign monitor="bench" state={view.state} />
        <FlashLight check={view.state?.check ?? null} />
        {view.state === null ? (
          <main className={styles['waiting']}>
            <h1>{t('app.name')}</h1>
            {t('app.waiting')}
          </main>
        ) : (
          <div className={styles['screen']} data-stale={view.isSilent} inert={view.isSilent}>
            <BenchScreen
              hall={hall}
              state={view.state}
              camera={camera}
              halls={halls}
              line={line}
              document={document}
              look={look}
            />
          </div>
        )}
      </div>
    </PreviewsProvider>
  );
}

type BenchProps = Readonly<{
  hall: HallClient;
  state: HallState;
  camera: Seat | undefined;
  halls: readonly RemoteHall[];
  /** The hall on the line that the judge looks at; null: at a camera of this hall. */
  line: RemoteHall | null;
  /** What is on the monitors; `isShown`: the judge has not turned to a picture instead. */
  document: Readonly<{ exhibit: ExhibitShown; isShown: boolean }> | null;
  look: (at: SeatId | PartyId | 'exhibit') => void;
}>;

/** The hearing once it was opened; null before, when there is nothing to look at yet. */
function heldIn({ hearing }: Pick<HallState, 'hearing'>): OpenHearing | null {
  return hearing === null || hearing.phase === 'planned' || hearing.phase === 'checked' ? null : hearing;
}

function BenchScreen(props: BenchProps): ReactNode {
  const { state, halls } = props;
  const { t } = useWords();
  const { hearing } = state;
  const held = heldIn(state);
  if (state.testSession !== null) return <TestSessionSight state={state} halls={halls} />;
  if (held === null) {
    return (
      <main className={styles['waiting']}>
        <h1>{state.hall.court}</h1>
        <p>{hearing === null ? t('bench.noHearing') : `№ ${hearing.card.caseNumber}`}</p>
        {hearing !== null && <p>{t('bench.notOpened')}</p>}
      </main>
    );
  }
  return <HeldHearing {...props} hearing={held} />;
}

function HeldHearing({
  hall,
  state,
  camera,
  halls,
  line,
  document,
  look,
  hearing,
}: BenchProps & Readonly<{ hearing: OpenHearing }>): ReactNode {
  const words = useWords();
  const { t, tt } = words;
  const cameras = state.hall.seats.filter(isCamera);
  const isHeld = hearing.phase !== 'ended';
  const unknown = isHeld ? undecided(state) : undefined;
  const [fault, setFault] = useState<Fault | null>(null);
  const photoUrl = state.previewsAllowed ? (unknown?.photoUrl ?? null) : null;
  // The comparison comes first; the judge may turn from it and come back.
  const [turnedFromPair, turnFromPair] = useState<ParticipantId | null>(null);
  const isPaired = photoUrl !== null && unknown?.participantId !== turnedFromPair;
  const waiting = hearing.handedIn[0];
  const incident = isHeld ? askedOfJudge(state) : undefined;
  const [leafedId, leafThrough] = useState<ExhibitId | null>(null);
  const leafed = unknown === undefined && waiting?.exhibitId === leafedId ? waiting : undefined;
  const lookedAt = isPaired ? 'pair' : document?.isShown === true ? 'exhibit' : (line?.peer.id ?? camera?.id ?? null);
  const turnTo = (at: LookedAt): void => {
    turnFromPair(at === 'pair' ? null : (unknown?.participantId ?? null));
    leafThrough(null);
    if (at !== 'pair') look(at);
  };
  const take = async (asked: ReturnType<HallClient['ask']>): Promise<void> => {
    const outcome = await asked;
    setFault(outcome.ok ? null : outcome.fault);
  };
  return (
    <main className={styles['desk']}>
      <section className={styles['picture']}>
        {leafed !== undefined ? (
          <HandedInView key={leafed.exhibitId} document={leafed} />
        ) : isPaired ? (
          <IdentityPair
            name={unknown?.name ?? ''}
            photoUrl={photoUrl}
            picture={halls.find(({ peer }) => peer.id === unknown?.participantId)?.picture ?? null}
          />
        ) : document?.isShown === true ? (
          <ExhibitView exhibit={document.exhibit} page={document.exhibit.page} />
        ) : line !== null && state.previewsAllowed ? (
          <RemotePicture picture={line.picture} name={hallName(line.peer, words)} />
        ) : state.previewsAllowed && camera !== undefined ? (
          <Picture seat={camera} name={seatName(camera, words)} />
        ) : (
          <div className={styles['calm']}>
            <ShapeMark shape={hearing.phase === 'ended' ? 'tick' : 'pause'} />
            <h1>
              {hearing.interruption !== null
                ? t('hearing.continueAsked')
                : hearing.phase === 'deliberation'
                  ? t('hearing.inDeliberation')
                  : tt(`phase.${hearing.phase}`)}
            </h1>
            {hearing.interruption !== null && (
              <p>
                {t('hearing.brokeOffAt', {
                  date: shortDate(hearing.interruption.wallMs),
                  time: clockTime(hearing.interruption.wallMs),
                })}
              </p>
            )}
            {(state.lamp.state === 'closed' || hearing.interruption !== null) && <p>{t('hearing.nothingRecorded')}</p>}
          </div>
        )}
        {state.previewsAllowed && (
          <BenchChooser
            {...{ cameras, halls, lookedAt }}
            hasDocument={document !== null}
            hasPair={photoUrl !== null}
            look={turnTo}
          />
        )}
        {incident !== undefined && <IncidentRequest {...{ hall, state, incident, take }} />}
        {unknown !== undefined && <IdentityRequest hall={hall} participant={unknown} take={take} />}
        {unknown === undefined && isHeld && waiting !== undefined && (
          <DocumentRequest
            {...{ hall, take }}
            document={waiting}
            isLookedAt={leafed !== undefined}
            onLook={(isLooked) => leafThrough(isLooked ? waiting.exhibitId : null)}
          />
        )}
      </section>
      <aside className={styles['side']}>
        <div className={styles['card']}>
          <p className={styles['case']}>№ {hearing.card.caseNumber}</p>
          <p className={styles['phase']}>
            {hearing.isSessionClosed ? t('session.closed') : tt(`phase.${hearing.phase}`)}
          </p>
          <p className={styles['time']}>{spanOfTime(hearing.nowUs / 1000)}</p>
        </div>
        <div className={styles['people']}>
          <h2>{t('bench.present')}</h2>
          <ul>
            <RemotePeople participants={state.participants} privateRooms={state.privateRooms} />
            {hearing.card.parties.map((party, index) => (
              <li key={index}>
                <span>{party.name}</span>
                <span className={styles['role']}>{tt(`roles.${party.role}`)}</span>
              </li>
            ))}
            {hearing.card.parties.length === 0 && <li className={styles['role']}>{t('bench.nobodyEntered')}</li>}
          </ul>
        </div>
        {isHeld && <BenchOrders hall={hall} state={state} hearing={hearing} fault={fault} take={take} />}
      </aside>
    </main>
  );
}

function Picture({ seat, name }: { seat: Seat; name: string }): ReactNode {
  return <CameraView preview={usePreview(seat.id)} name={name} />;
}
