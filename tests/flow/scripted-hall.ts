import type { HearingId } from '#domain/ids.ts';
import type { HallCard, Seat } from '#domain/seats.ts';
import { hallOfOne, inventedCard } from '../stage/hall-card.ts';
import { babblePackets, playRecorder } from './scripted-recorder.ts';
import { spawnService, type Line, type RunningHall } from './start-service.ts';

/** A real hall service whose recorder window is played by script: everything but devices and pictures, at little cost. */
export type ScriptedHall = Readonly<{
  service(): RunningHall;
  secretary: Line;
  hearingId: HearingId;
  /** Kills the service and starts it anew; the windows come back by themselves. */
  restart(signal: NodeJS.Signals): Promise<void>;
  /** The device of this microphone goes away and is there again at once. */
  loseDevice(trackId: string): void;
  end(): Promise<void>;
  stop(): Promise<void>;
}>;

const one = hallOfOne.seats[0]!;
const seatOf = (index: number): Seat => ({
  ...one,
  id: `seat-${String(index)}` as Seat['id'],
  device: { path: 'browser', label: `Microphone ${String(index)}`, deviceId: '' },
});

/** A hall of so many microphones in which a hearing is open and recorded. */
export async function openScriptedHearing(
  home: string,
  microphones: number,
  env: Readonly<Record<string, string>> = {},
): Promise<ScriptedHall> {
  const seats = Array.from({ length: microphones }, (_, index) => seatOf(index + 1));
  const card: HallCard = { ...hallOfOne, seats };
  const packets = new Map<string, readonly Uint8Array[]>();
  for (const [index, { id }] of seats.entries()) packets.set(id, await babblePackets(index + 1));
  let service = spawnService(home, { TARAZY_TRAINING: '1', ...env });
  const secretary = await service.connect('console');
  let confirmed = -1;
  secretary.on('state.changed', ({ previewsAllowed, planNo }) => {
    if (previewsAllowed || planNo === confirmed) return;
    confirmed = planNo;
    void secretary.ask('preview.closed', { planNo });
  });
  const recorder = await service.connect('recorder');
  const script = playRecorder(recorder, () => service.address(), packets);
  await secretary.must('hall.set-up', { card });
  const { hearingId } = await secretary.must('hearing.plan', { card: inventedCard });
  await secretary.must('hearing.check', { hearingId });
  await secretary.until((state) => state.check?.state === 'done', 60_000, 'the check is done');
  await secretary.must('hearing.open', { hearingId, override: { reason: 'test', person: 'test' } });
  await secretary.until((state) => state.lamp.state === 'recording', 20_000, 'everything is recorded');
  return {
    service: () => service,
    secretary,
    hearingId,
    async restart(signal) {
      await service.stop(signal);
      service = spawnService(home, { TARAZY_TRAINING: '1', ...env });
      // A line that still asks the dead one is answered at once.
      const endsMs = performance.now() + 20_000;
      while (!(await secretary.ask('state.get', {})).ok) {
        if (performance.now() > endsMs) throw new Error(`the service did not come back ${service.stderr()}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    loseDevice: (trackId) => {
      script.loseDevice(trackId);
    },
    async end() {
      await secretary.must('hearing.end', { byOralOrder: false });
      await secretary.until((state) => state.hearing?.phase === 'ended', 20_000, 'the end');
    },
    async stop() {
      secretary.close();
      recorder.close();
      script.drop();
      await service.stop();
    },
  };
}
