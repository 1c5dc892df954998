import type { Answerers } from '#contract/hall.ts';
import type { MonitorsShown } from '#contract/monitors.ts';
import { monitorNames } from '#contract/shell.ts';
import { fault } from '#domain/faults.ts';
import { mayRecord } from '#domain/hearing/phases.ts';
import { publicExhibit } from '#domain/hearing/seen-exhibits.ts';
import { lineNow, type HearingView } from '#domain/hearing/view.ts';
import type { HearingId, PartyId } from '#domain/ids.ts';
import type { JournalNote } from '#domain/journal/entries.ts';
import { firstArrangement, layoutSeen, type Arrangement, type Voice } from '#domain/monitors/layout.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import type { HeardSound } from '#domain/signal.ts';
import type { Asker } from '#contract/call.ts';
import { authorOf, clockNow, heldHearing, noteBySystem, runningHearing, type Rooms } from './rooms.ts';

type MonitorVerbs = Pick<
  Answerers,
  'monitors.arrange' | 'line.mute-all' | 'line.set-volume' | 'monitors.name' | 'shell.displays'
>;
/** Long enough to walk through a hall. */
const namedForMs = 30_000;

type Nothing = Outcome<Record<string, never>>;

/** Of the hearing that is held what was said in it; else as the monitors were left last. */
function arrangementOf({ monitors }: Pick<Rooms, 'monitors'>, view: HearingView | null): Arrangement {
  return view?.monitors.arranged ?? { ...firstArrangement, choice: monitors.remembered().choice };
}

/** What windows are told of the public's monitors and the loudspeakers. */
export function monitorsNow(rooms: Pick<Rooms, 'desk' | 'journals' | 'monitors' | 'rules'>): MonitorsShown {
  const view = runningHearing(rooms);
  // Who was heard last before the recording stood still speaks no more.
  const isHeard =
    view !== null && view.interruption === null && !rooms.desk.isSilenced && mayRecord(view.phase, rooms.rules);
  const arranged = arrangementOf(rooms, view);
  return {
    choice: arranged.choice,
    layout: layoutSeen(arranged, view && publicExhibit(view)),
    spotlight: arranged.spotlight,
    speaker: isHeard ? rooms.monitors.speaker() : null,
    lastSpeaker: rooms.monitors.lastSpeaker(),
    volumePercent: rooms.monitors.remembered().volumePercent,
    isMutedAll: view !== null && view.monitors.mutedAll !== null,
    standing: (rooms.desk.displays?.standing ?? []).map(({ monitor, widthPx, heightPx }) => ({
      ...{ monitor, widthPx, heightPx },
    })),
    namedUntilMs: view === null ? rooms.desk.monitorsNamedUntilMs : null,
  };
}

/** P35: how the public's monitors are filled, and how loud the line is in the hall. What is recorded never changes by it. */
export function arrangeMonitors(rooms: Rooms): MonitorVerbs {
  /** Journals it where a hearing is held; before and after one there is nobody who sees it. */
  async function note(asker: Asker, made: (atUs: AtUs) => JournalNote): Promise<Nothing> {
    const view = runningHearing(rooms);
    if (view === null) return done({});
    const atUs = lineNow(view, clockNow(rooms.clock));
    const noted = await rooms.journals.note(view.hearingId, authorOf(asker), made(atUs));
    return noted.ok ? done({}) : noted;
  }
  async function remember(said: Parameters<Rooms['monitors']['remember']>[0]): Promise<Nothing> {
    const kept = await rooms.monitors.remember(said);
    return kept.ok ? done({}) : kept;
  }
  return {
    'monitors.arrange': async ({ choice, spotlight }, asker) => {
      const noted = await rooms.inTurn(() =>
        note(asker, (atUs) => ({ kind: 'monitors.arranged', body: { atUs, choice, spotlight } })),
      );
      // The public must not see what the journal does not say.
      const kept = noted.ok ? await remember({ choice }) : noted;
      rooms.tellState();
      return kept;
    },
    'line.mute-all': async ({ isMuted }, asker) => {
      const muted = await rooms.inTurn(async (): Promise<Nothing> => {
        const held = heldHearing(rooms);
        if (!held.ok) return held;
        if ((held.value.view.monitors.mutedAll !== null) === isMuted) return done({});
        return note(asker, (atUs) => ({ kind: 'line.muted-all', body: { atUs, isMuted } }));
      });
      rooms.participants.refresh();
      rooms.tellState();
      return muted;
    },
    'line.set-volume': async ({ volumePercent }, asker) => {
      const noted = await rooms.inTurn(() =>
        note(asker, (atUs) => ({ kind: 'line.volume-set', body: { atUs, volumePercent } })),
      );
      const kept = noted.ok ? await remember({ volumePercent }) : noted;
      rooms.tellState();
      return kept;
    },
    'monitors.name': async ({ isNamed }) => {
      if (runningHearing(rooms) !== null) return failed(fault('setup.during-hearing', {}));
      rooms.desk.monitorsNamedUntilMs = isNamed ? rooms.clock.wallMs() + namedForMs : null;
      rooms.tellState();
      return done({});
    },
    'shell.displays': async ({ missing, standing }) => {
      rooms.desk.displays = { missing, standing: standing ?? rooms.desk.displays?.standing ?? [] };
      for (const monitor of monitorNames) {
        const said = fault('monitor.missing', { monitor });
        if (missing.includes(monitor)) rooms.alarms.raise(said);
        else rooms.alarms.clear(said);
      }
      return done({});
    },
  };
}

/** The hearing begins with the monitors as they were left: its journal says so, for whoever asks what the public saw. */
export async function noteFirstLayout(rooms: Rooms, hearingId: HearingId): Promise<void> {
  await rooms.inTurn(async () => {
    // The secretary may have been quicker than the devices.
    if (rooms.journals.view(hearingId)?.monitors.arranged !== null) return;
    const { choice } = rooms.monitors.remembered();
    await noteBySystem(rooms, hearingId, { kind: 'monitors.arranged', body: { atUs: 0, choice, spotlight: null } });
  });
}

type Listening = Pick<Rooms, 'desk' | 'journals' | 'monitors' | 'peers' | 'clock' | 'alarms' | 'tellState'>;

/** Hears who speaks in what is recorded, and turns the public's monitors to them. `rooms` is asked late. */
export function followSpeaker(rooms: () => Listening): (sound: HeardSound) => void {
  return (sound) => {
    const { desk, journals, monitors, peers, tellState } = rooms();
    const view = runningHearing({ desk, journals });
    const seat = view?.hall?.seats.find(({ id }) => (id as string) === sound.trackId);
    if (view === null || view.hearingId !== sound.hearingId || seat === undefined) return;
    const onLine = peers.calls.all().flatMap(({ peerId, state }) => (state === 'connected' ? [peerId] : []));
    monitors.keepOnly(onLine);
    const voice: Voice | undefined =
      seat.device.path === 'remote' ? onLine.find((id) => id === partyOf(seat.device)) : 'hall';
    if (voice === undefined || !monitors.hear(sound, voice)) return;
    tellState();
    // With one on the line or none the public sees the same whoever speaks.
    if (onLine.length < 2) return;
    const body = { atUs: lineNow(view, clockNow(rooms().clock)), voice: monitors.speaker() };
    void noteBySystem(rooms(), view.hearingId, { kind: 'monitors.followed', body }, 'soon');
  };
}

function partyOf(device: Readonly<{ path: string; peerId?: string }>): PartyId | null {
  return (device.peerId as PartyId | undefined) ?? null;
}
