import { isAsked, isKindAsked, type CheckItem } from '#domain/check/check-item.ts';
import type { SeatId } from '#domain/ids.ts';
import { secondTrackOf, type Seat } from '#domain/seats.ts';
import { finishLook, lookAtCamera, lookAtCameras } from './camera-look.ts';
import { chunkLogOf } from './decoding.ts';
import type { AnalyseAsk, Selftest, SelftestNeeds } from './door.ts';
import { judgeSounds } from './judge-sound.ts';
import { judgeLipSync } from './judge-lip-sync.ts';
import { judgePicture, type PictureReading } from './judging-picture.ts';
import { openLookThread, type LookThread } from './look-closer.ts';
import { runProbes } from './probe.ts';
import { judgeSecondPath } from './second-path.ts';
import type { SoundReading } from './read-sound.ts';
import type { SoundOrder, SoundWord } from './sound-worker.ts';
import { openThread, type Thread } from './thread.ts';
import { mustShowFace, placesSpokenInto } from './spoken-into.ts';

type SoundMeter = Thread<SoundOrder, SoundWord>;
type Picture = Omit<PictureReading, 'sight'>;
type Measured = Readonly<{ pictures: Map<SeatId, Picture | null>; sounds: Map<SeatId, SoundReading | null> }>;

/** As many decoders at once as the smallest court PC has cores. */
const atOnce = 2;

/** The check of this hall. */
export function createSelftest(needs: SelftestNeeds): Selftest {
  return {
    lookEarly: (ask) => lookAtCameras(needs, ask),
    analyse: (ask, onItem) => analyse(needs, ask, onItem),
    kinds: () => [...new Set(needs.probes.map(({ kind }) => kind))],
    async probe({ isHearing, only }, onItem) {
      const wanted = needs.probes.filter(({ kind, isPassive }) => (isPassive || !isHearing) && isKindAsked(kind, only));
      const tellAsked = (item: CheckItem): void => (isAsked(item, only) ? onItem(item) : undefined);
      const items = await runProbes(wanted, tellAsked, needs.log);
      return items.filter((item) => isAsked(item, only));
    },
  };
}

async function analyse(
  needs: SelftestNeeds,
  ask: AnalyseAsk,
  onItem: (item: CheckItem) => void = () => {},
): Promise<readonly CheckItem[]> {
  const measured: Measured = { pictures: new Map(), sounds: new Map() };
  const seconds = new Map<SeatId, CheckItem>();
  // Cameras may still be looked at.
  const waiting = ask.seats.toSorted((one, other) => Number(one.kind === 'camera') - Number(other.kind === 'camera'));
  const work = async (): Promise<void> => {
    const meter: SoundMeter = openThread(new URL('./sound-worker.ts', import.meta.url), null);
    const looker = openLookThread();
    for (let seat = waiting.shift(); seat !== undefined; seat = waiting.shift())
      if (seat.kind === 'camera') measured.pictures.set(seat.id, await measurePicture(needs, looker, seat, ask));
      else {
        const { reading, twoWays } = await measureSound(needs, meter, seat, ask);
        measured.sounds.set(seat.id, reading);
        if (twoWays !== null) seconds.set(seat.id, judgeSecondPath(seat, twoWays, needs.tuning));
      }
    await Promise.all([meter.close(), looker.close()]);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work));
  // How long the test was is told by whoever recorded longest.
  const coverS = Math.max(
    0,
    ...[...measured.pictures.values()].map((picture) => picture?.lengthS ?? 0),
    ...[...measured.sounds.values()].map((reading) => reading?.lengthS ?? 0),
  );
  const items = [...judge(needs, ask, measured, coverS), ...ask.seats.flatMap(({ id }) => seconds.get(id) ?? [])];
  items.forEach(onItem);
  return items;
}

function judge(
  { tuning }: SelftestNeeds,
  { seats, loudspeakers, isTalk, sights, stretches }: AnalyseAsk,
  { pictures, sounds }: Measured,
  coverS: number,
): readonly CheckItem[] {
  const microphones = seats.filter(({ kind }) => kind === 'microphone');
  const heard = microphones.map((seat) => ({ seat, reading: sounds.get(seat.id) ?? null }));
  const spokenInto = placesSpokenInto(
    heard.flatMap(({ seat: { place }, reading }) =>
      reading === null ? [] : [{ place, secondsDbfs: reading.secondsDbfs, speechDbfs: reading.speech.speechDbfs }],
    ),
  );
  const echoes = stretches.echo?.heard ?? [];
  const sound = judgeSounds(heard, loudspeakers, { coverS, isTalk, echoes }, tuning);
  const ofSeats = seats.flatMap((seat): readonly CheckItem[] => {
    if (seat.kind === 'microphone')
      return sound.filter(({ kind, subject }) => kind === seat.kind && subject === seat.id);
    const picture = pictures.get(seat.id) ?? null;
    const reading = picture === null ? null : { ...picture, sight: sights?.get(seat.id) ?? null };
    return [judgePicture(seat, reading, { coverS, mustShowFace: mustShowFace(seat.place, spokenInto) }, tuning)];
  });
  const synced = stretches.sync == null ? [] : judgeLipSync(seats, pictures, sounds);
  return [...ofSeats, ...sound.filter(({ kind }) => kind === 'loudspeaker'), ...synced];
}

async function measureSound(
  { log }: SelftestNeeds,
  meter: SoundMeter,
  seat: Seat,
  { folder, stretches, hasSecondWays }: AnalyseAsk,
): Promise<SoundWord> {
  const nothing = { reading: null, twoWays: null, why: null };
  const isSecondAsked = hasSecondWays === true && seat.device.path === 'browser';
  const second = isSecondAsked ? await chunkLogOf(folder, secondTrackOf(seat.id)) : undefined;
  const file = await chunkLogOf(folder, seat.id);
  if (file === null)
    return isSecondAsked ? { ...nothing, twoWays: { chief: null, second: null, same: null } } : nothing;
  // A thread that died has measured nothing; the other seats are not to suffer for it.
  const dead = (error: unknown): SoundWord => ({ ...nothing, why: String(error) });
  const word = await meter.ask({ file, second, stretches }).catch(dead);
  if (word.why !== null) log.warn({ seat: seat.id, error: word.why }, 'seat-not-measured');
  return word;
}

async function measurePicture(
  needs: SelftestNeeds,
  looker: LookThread,
  seat: Seat,
  ask: AnalyseAsk,
): Promise<Picture | null> {
  const early = (await ask.looks)?.get(seat.id);
  // A camera that was opened again since then has most of its recording in another file.
  const isSame = early != null && early.file === (await chunkLogOf(ask.folder, seat.id));
  const look = isSame ? early : await lookAtCamera(needs, looker, seat, ask);
  return (
    look &&
    (await finishLook(needs, look, ask).catch((error: unknown) => {
      needs.log.warn({ seat: seat.id, error: String(error) }, 'seat-not-measured');
      return null;
    }))
  );
}
