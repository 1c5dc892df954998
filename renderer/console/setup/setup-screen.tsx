import { useEffect, useMemo, useState, type ReactNode } from 'react';
import type { HallState } from '#contract/papers.ts';
import { fault as faultOf, type Fault } from '#domain/faults.ts';
import type { HallClient } from '#line/hall-client.ts';
import { BigButton } from '../../ui/big-button.tsx';
import { FaultLine } from '../../ui/fault-line.tsx';
import { TextField } from '../../ui/fields.tsx';
import { useWantedDevices, wantedDevice } from '../../ui/previews.tsx';
import { ScreenFrame } from '../../ui/screen-frame.tsx';
import { useWords } from '../../ui/words.tsx';
import { DiagnosticsScreen } from '../diagnostics/diagnostics-screen.tsx';
import { mayDiagnose } from '../diagnostics/may-diagnose.ts';
import { CamerasScreen } from '../cameras/cameras-screen.tsx';
import { HallsScreen } from '../halls/halls-screen.tsx';
import { PanelsScreen } from '../panels/panels-screen.tsx';
import { PeopleScreen } from '../people/people-screen.tsx';
import type { PeopleHere } from '../people/use-people.ts';
import { CameraAddress } from './camera-address.tsx';
import { CameraDevice, MicrophoneDevice, useLoudest } from './device-rows.tsx';
import { draftsOfSeats, joinDrafts, seatsOfDrafts, untoldDevices, type SeatDraft } from './seat-drafts.ts';
import { forgetDraft, rememberDraft, rememberedDraft, steps, type SetupDraft } from './setup-draft.ts';
import { LoudspeakerStep } from './loudspeaker-step.tsx';
import { MonitorStep } from './monitor-step.tsx';
import styles from './setup.module.css';
import { useFoundDevices, usePreviewWish } from './use-found-devices.ts';

/** Names of the court and the hall, then whose each microphone is, what each camera sees, and which outputs are loudspeakers, which monitor is whose. Half done, it waits where it was left. */
export function SetupScreen({
  hall,
  state,
  here,
  onDone,
}: {
  hall: HallClient;
  state: HallState;
  here: PeopleHere;
  onDone?: () => void;
}): ReactNode {
  const { t, tt } = useWords();
  const [draft, setDraft] = useState<SetupDraft>(
    () =>
      rememberedDraft() ?? {
        step: 'names',
        court: state.hall.court,
        hall: state.hall.hall,
        secondCopy: state.hall.secondCopy ?? '',
        seats: draftsOfSeats(state.hall.seats),
        loudspeakers: state.hall.loudspeakers ?? [],
      },
  );
  const [fault, setFault] = useState<Fault | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [isAtPeople, setAtPeople] = useState(false);
  const [isAtHalls, setAtHalls] = useState(false);
  const [isDiagnosing, setDiagnosing] = useState(false);
  const [isAtPanels, setAtPanels] = useState(false);
  const [isAtCameras, setAtCameras] = useState(false);
  const [loudest, setLoudest] = useState<string | null>(null);
  usePreviewWish(hall);
  const { found, fault: sourcesFault } = useFoundDevices(hall, state.previewsAllowed);
  const heard = useLoudest(setLoudest);
  useEffect(() => rememberDraft(draft), [draft]);

  const drafts = useMemo(() => (found === null ? draft.seats : joinDrafts(found, draft.seats)), [found, draft.seats]);
  const untold = useMemo(() => untoldDevices(drafts), [drafts]);
  useWantedDevices(
    useMemo(
      () =>
        drafts.flatMap(({ key, kind, device, isPresent, id }) => {
          const wanted = isPresent ? wantedDevice(key, { kind, device, seatId: id }) : null;
          return wanted === null ? [] : [wanted];
        }),
      [drafts],
    ),
  );

  const stepNo = steps.indexOf(draft.step);
  const goTo = (step: (typeof steps)[number] | undefined): void => {
    if (step !== undefined) setDraft({ ...draft, step });
  };
  const change = (changed: SeatDraft): void =>
    setDraft({ ...draft, seats: drafts.map((each) => (each.key === changed.key ? changed : each)) });
  const save = async (): Promise<void> => {
    const seats = seatsOfDrafts(drafts);
    if (seats.length === 0) {
      setFault(faultOf('setup.no-seats', {}));
      return;
    }
    setSaving(true);
    const outcome = await hall.ask('hall.set-up', {
      card: {
        ...{ court: draft.court, hall: draft.hall, secondCopy: draft.secondCopy },
        ...{
          seats,
          loudspeakers: draft.loudspeakers.map((each) => ({ ...each, name: each.name.trim() || each.device.label })),
        },
      },
    });
    setSaving(false);
    if (!outcome.ok) {
      setFault(outcome.fault);
      return;
    }
    forgetDraft();
    onDone?.();
  };
  const leave = (): void => {
    forgetDraft();
    onDone?.();
  };
  const isWithoutPeople = here.people.length === 0;
  const isNamed = draft.court.trim() !== '' && draft.hall.trim() !== '';
  const of = (kind: SeatDraft['kind']): readonly SeatDraft[] => drafts.filter((each) => each.kind === kind);

  if (isDiagnosing)
    return <DiagnosticsScreen hall={hall} state={state} isWishing={false} onDone={() => setDiagnosing(false)} />;
  if (isAtHalls) return <HallsScreen hall={hall} state={state} onDone={() => setAtHalls(false)} />;
  if (isAtPanels) return <PanelsScreen hall={hall} state={state} onDone={() => setAtPanels(false)} />;
  if (isAtCameras)
    return (
      <CamerasScreen
        hall={hall}
        state={state}
        keyOf={(seatId) => drafts.find(({ id }) => id === seatId)?.key ?? ''}
        onDone={() => setAtCameras(false)}
      />
    );
  if (isAtPeople) return <PeopleScreen hall={hall} here={here} onDone={() => setAtPeople(false)} />;
  return (
    <ScreenFrame
      title={t('setup.title')}
      tools={
        <ol className={styles['steps']}>
          {steps.map((step, index) => (
            <li key={step} className={styles['step']} aria-current={step === draft.step ? 'step' : undefined}>
              <b>{index + 1}</b>
              {tt(`setup.step.${step}`)}
            </li>
          ))}
        </ol>
      }
      steps={
        <>
          {stepNo > 0 && (
            <BigButton size="large" onPress={() => goTo(steps[stepNo - 1])}>
              {t('ui.back')}
            </BigButton>
          )}
          {onDone !== undefined && (
            <BigButton size="large" tone="quiet" onPress={leave}>
              {t('setup.leave')}
            </BigButton>
          )}
          {state.isSetUp && mayDiagnose(here) && (
            <BigButton size="large" tone="quiet" onPress={() => setDiagnosing(true)}>
              {t('diagnostics.title')}
            </BigButton>
          )}
        </>
      }
      next={
        draft.step === steps.at(-1) ? (
          <BigButton tone="next" size="huge" isDisabled={isSaving} onPress={() => void save()}>
            {t('setup.save')}
          </BigButton>
        ) : (
          <BigButton
            tone="next"
            size="huge"
            isDisabled={draft.step === 'names' && !isNamed}
            onPress={() => goTo(steps[stepNo + 1])}
          >
            {t('setup.next')}
          </BigButton>
        )
      }
    >
      {fault !== null && <FaultLine fault={fault} seats={seatsOfDrafts(drafts)} />}
      {draft.step === 'names' && (
        <div className={styles['names']}>
          <p>{t('setup.welcome')}</p>
          <TextField label={t('setup.court')} value={draft.court} onChange={(court) => setDraft({ ...draft, court })} />
          <TextField
            label={t('setup.hall')}
            value={draft.hall}
            onChange={(name) => setDraft({ ...draft, hall: name })}
          />
          <TextField
            label={t('setup.secondCopy')}
            value={draft.secondCopy}
            onChange={(secondCopy) => setDraft({ ...draft, secondCopy })}
          />
          <div className={styles['people']}>
            {state.isSetUp && (
              <BigButton size="large" onPress={() => setAtHalls(true)}>
                {t('halls.title')}
              </BigButton>
            )}
            <BigButton size="large" onPress={() => setAtPanels(true)}>
              {t('panels.title')}
            </BigButton>
          </div>
          {(isWithoutPeople || here.signedIn?.duty === 'administrator') && (
            <div className={styles['people']}>
              {isWithoutPeople && <span>{t('people.nobodyYet')}</span>}
              <BigButton size="large" onPress={() => setAtPeople(true)}>
                {isWithoutPeople ? t('people.addFirst') : t('people.title')}
              </BigButton>
            </div>
          )}
        </div>
      )}
      {draft.step === 'microphones' && (
        <>
          <div className={styles['hint']}>{state.previewsAllowed ? t('setup.sayWord') : t('setup.opening')}</div>
          {sourcesFault !== null && <FaultLine fault={sourcesFault} />}
          <ul className={styles['devices']}>
            {of('microphone').map((each) => (
              <MicrophoneDevice
                key={each.key}
                draft={each}
                isLoudest={each.key === loudest}
                isUntold={untold.has(each.key)}
                onHeard={heard}
                onChange={change}
              />
            ))}
          </ul>
          {found !== null && of('microphone').length === 0 && (
            <div className={styles['hint']}>{t('setup.noMicrophones')}</div>
          )}
        </>
      )}
      {draft.step === 'cameras' && (
        <>
          <div className={styles['hint']}>{state.previewsAllowed ? t('setup.lookAt') : t('setup.opening')}</div>
          <div className={styles['cameras']}>
            {of('camera').map((each) => (
              <CameraDevice key={each.key} draft={each} onChange={change} />
            ))}
          </div>
          {found !== null && of('camera').length === 0 && <div className={styles['hint']}>{t('setup.noCameras')}</div>}
          <CameraAddress drafts={drafts} onAdd={(added) => setDraft({ ...draft, seats: [...drafts, added] })} />
          {state.hall.seats.some(({ kind }) => kind === 'camera') && (
            <div className={styles['more']}>
              <BigButton size="large" onPress={() => setAtCameras(true)}>
                {t('cameras.title')}
              </BigButton>
              <span>{t('cameras.about')}</span>
            </div>
          )}
        </>
      )}
      {draft.step === 'loudspeakers' && (
        <LoudspeakerStep
          loudspeakers={draft.loudspeakers}
          previewsAllowed={state.previewsAllowed}
          onChange={(loudspeakers) => setDraft({ ...draft, loudspeakers })}
        />
      )}
      {draft.step === 'monitors' && <MonitorStep hall={hall} state={state} />}
    </ScreenFrame>
  );
}
