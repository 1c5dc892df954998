import { availableParallelism } from 'node:os';
import { ordinaryCourtroom, type Lab, type LabRequest } from '../lab/start-lab.ts';
import type { SpeechName } from '../lab/speech.ts';
import { inventedCard } from '../stage/hall-card.ts';
import { startStage, type Stage } from '../stage/start-stage.ts';

/** Who speaks in the second hall. */
export const secondSpeaker = 'ru-prosecutor' satisfies SpeechName;
const devices = { microphone: 'Microphone Second Hall', camera: 'Camera Second Hall' } as const;

export const isSmallPc = availableParallelism() < 4;
/** Two whole halls on a machine of fewer cores leave too little for pictures of 720 lines that must not lose a frame. */
export const mainVideo = !isSmallPc
  ? { width: 1280, height: 720, frameRate: 25, bitrateBps: 2_500_000 }
  : { width: 640, height: 360, frameRate: 25, bitrateBps: 900_000 };

/** The ordinary courtroom and a small second one with one microphone and one camera of 360 lines. */
export const twoCourtrooms: LabRequest = {
  ...ordinaryCourtroom,
  cameras: [
    ...ordinaryCourtroom.cameras.map((camera) => ({
      ...camera,
      widthPx: mainVideo.width,
      heightPx: mainVideo.height,
      framesPerSecond: mainVideo.frameRate,
    })),
    { name: 'cam-second', label: devices.camera, widthPx: 640, heightPx: 360, framesPerSecond: 15 },
  ],
  microphones: [
    ...ordinaryCourtroom.microphones,
    { name: 'second', label: devices.microphone, channels: [secondSpeaker] },
  ],
  screen: { widthPx: 3840, heightPx: 1080 },
};

/** The sizes of the hall's cameras, which a technician knows and no screen asks for. */
export async function setSizes(stage: Stage): Promise<void> {
  const { hall } = await stage.until((state) => state.isSetUp, 1000, 'the hall is set up');
  const seats = hall.seats.map((seat) => (seat.kind === 'camera' ? { ...seat, video: mainVideo } : seat));
  await stage.ask('hall.set-up', { card: { ...hall, seats } });
}

/** A second whole hall in the same laboratory, without monitors: who works there is played by asks. */
export async function startSecondHall(
  lab: Lab,
  homeFolder: string,
  names: Readonly<{ court: string; hall: string }>,
): Promise<Stage> {
  const stage = await startStage({
    openLab: lab,
    homeFolder,
    windows: { console: null, bench: null, screen: null },
    // It stands for another PC, and has only what this one can spare.
    env: { TARAZY_ONE_WAY: '1' },
  });
  const seat = { name: '', gated: false } as const;
  const device = (label: string) => ({ path: 'browser', label, deviceId: '' }) as const;
  const video = { width: 640, height: 360, frameRate: 15, bitrateBps: 600_000 };
  await stage.ask('hall.set-up', {
    card: {
      ...names,
      seats: [
        { ...seat, id: 'voice', kind: 'microphone', place: 'witness', device: device(devices.microphone) },
        { ...seat, id: 'view', kind: 'camera', place: 'hall', device: device(devices.camera), video },
      ],
    },
  });
  return stage;
}

/** Checks and opens the hearing there, so that both halls record. */
export async function openSecondHearing(stage: Stage): Promise<void> {
  const { hearingId } = await stage.ask('hearing.plan', { card: inventedCard });
  await stage.ask('hearing.check', { hearingId });
  const { check } = await stage.until((state) => state.check?.state === 'done', 60_000, 'the second hall is checked');
  if (check?.passed !== true) throw new Error(`the second hall did not pass: ${JSON.stringify(check?.items)}`);
  await stage.ask('hearing.open', { hearingId, override: null });
  await stage.until((state) => state.lamp.state === 'recording', 20_000, 'the second hall records');
}

/** Somebody there says yes. */
export async function answerCall(stage: Stage): Promise<void> {
  const {
    calls: [call],
  } = await stage.until((state) => state.calls[0]?.state === 'ringing', 15_000, 'it rings in the second hall');
  await stage.ask('call.accept', { callId: call!.callId });
}

export async function endSecondHearing(stage: Stage): Promise<boolean> {
  const { hearing } = await stage.until((state) => state.hearing !== null, 1000, 'the second hall holds its hearing');
  await stage.ask('hearing.end', { byOralOrder: false });
  return (await stage.ask('record.verify', { hearingId: hearing!.hearingId })).intact;
}
