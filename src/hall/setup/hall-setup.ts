import { readFileSync } from 'node:fs';
import { hallCard } from '#contract/papers.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { largestVideo, type DeviceBinding, type HallCard, type Seat } from '#domain/seats.ts';
import { writeFileAtomically, type Log } from '../plumbing/index.ts';

const bareHall: HallCard = { court: '', hall: '', seats: [] };

function deviceName(device: DeviceBinding): string {
  if (device.path === 'hall') return `${device.source} ${device.channel + 1}`;
  if (device.path === 'network') return device.url;
  if (device.path === 'remote') return `${device.label} ${device.peerId}`;
  const { label, deviceId, serial = '', port = '' } = device;
  return [label, deviceId, serial, port].filter((mark) => mark !== '').join(' ');
}

function isSeatSound(seat: Seat): boolean {
  const { device, video } = seat;
  // A remote hall is invited to a hearing; it never belongs to this hall.
  if (device.path === 'remote' || (device.path === 'network' && seat.kind !== 'camera')) return false;
  if (device.path === 'hall') return seat.kind === 'microphone' && device.channel < device.channels;
  return (
    video === undefined ||
    (seat.kind === 'camera' &&
      video.width <= largestVideo.width &&
      video.height <= largestVideo.height &&
      video.frameRate <= largestVideo.frameRate)
  );
}

/** What is wrong with a card, or null: a seat without sense, two seats of one name, one device on two seats. */
export function refuseCard(card: HallCard): Fault | null {
  if (card.seats.length === 0) return fault('setup.no-seats', {});
  const ids = new Set<string>();
  const devices = new Set<string>();
  for (const seat of card.seats) {
    if (!isSeatSound(seat) || ids.has(seat.id)) return fault('setup.seat-invalid', { seat: seat.name || seat.id });
    const device = `${seat.kind} ${deviceName(seat.device)}`;
    if (devices.has(device)) return fault('setup.device-twice', { device: deviceName(seat.device) });
    ids.add(seat.id);
    devices.add(device);
  }
  return null;
}

/** The hall's card in force. */
export type HallSetup = Readonly<{
  card(): HallCard;
  /** Refuses `setup.*`; fails `archive.unwritable`. */
  save(card: HallCard): Promise<Outcome<void>>;
}>;

/** Reads hall.json; a missing or unreadable one is a hall that was not set up yet (the old file is kept until a new one is saved). */
export function openHallSetup(hallFile: string, log: Log): HallSetup {
  let current = bareHall;
  try {
    current = hallCard.parse(JSON.parse(readFileSync(hallFile, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') log.error({ err: error }, 'hall-card-unreadable');
  }
  return {
    card: () => current,
    async save(card) {
      const refusal = refuseCard(card);
      if (refusal !== null) return failed(refusal);
      try {
        await writeFileAtomically(hallFile, `${JSON.stringify(card, null, 2)}\n`);
      } catch (error) {
        log.error({ err: error }, 'hall-card-unwritable');
        return failed(fault('archive.unwritable', { path: hallFile }));
      }
      current = card;
      return done(undefined);
    },
  };
}
