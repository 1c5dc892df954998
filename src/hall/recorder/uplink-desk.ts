import type { UplinkEnd } from '#contract/capture.ts';
import { fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import type { Clock, Log } from '../plumbing/index.ts';
import type { Alarms } from './alarms.ts';
import type { CaptureSigns } from './capture-signs.ts';
import type { EpochLog } from './epoch-log.ts';
import { findEpoch } from './find-epoch.ts';
import type { Recording } from './recording.ts';
import { alarmRefused } from './track-alarms.ts';
import type { UplinkNeeds } from './uplink.ts';

/** So long the sender of an epoch that another service had left may still say what it holds. */
const adoptedAfterMs = 2000;

export type UplinkDeskNeeds = Readonly<{
  clock: Clock;
  mac(text: string): string;
  log: Log;
  signs: CaptureSigns;
  alarms: Alarms;
  recording(): Recording | null;
  /** The recording before, whose senders may come late. */
  last(): Recording | null;
  isClosing(): boolean;
  /** The present epochs have changed: tells the windows. */
  plan(recording: Recording): void;
}>;

/** What becomes of the words and chunks that come on the chunk sockets of one recorder. */
export function uplinkDesk(needs: UplinkDeskNeeds): UplinkNeeds {
  const { clock, mac, log, signs, alarms } = needs;

  function adopt(trackId: TrackId, epoch: number): void {
    const recording = needs.recording();
    if (recording === null || needs.isClosing()) return;
    // Whoever sends the epoch before this one gets a moment to say what it still holds.
    const settled = new Promise<void>((resolve) => setTimeout(resolve, adoptedAfterMs));
    recording.renew(trackId, 'connection-lost', { settled, epoch });
    needs.plan(recording);
  }

  async function ended(epochLog: EpochLog, { cause, doubtFromUs }: UplinkEnd): Promise<void> {
    const recording = needs.recording();
    if (recording === null) return;
    const { trackId, seatId, path } = epochLog.place;
    const isWanted = !needs.isClosing() && recording.log(trackId) === epochLog;
    if (!isWanted) return cause === 'asked' || needs.isClosing() ? epochLog.close('asked') : undefined;
    // That a link broke is told by the link itself; a window that ends what nobody here asked it to end may go on anew.
    if (cause === 'device-lost' && path === 'browser')
      alarms.raise(`device:${seatId}`, fault('recorder.device-missing', { seat: seatId }));
    if (doubtFromUs !== undefined) recording.doubt(trackId, doubtFromUs);
    recording.renew(trackId, cause);
    needs.plan(recording);
  }

  return {
    monotonicUs: () => clock.monotonicUs(),
    find: (...hello) => findEpoch({ recording: needs.recording(), last: needs.last(), mac, adopt }, ...hello),
    joined: (epochLog) => signs.joined(epochLog),
    ended,
    seen: (epochLog, sight) => needs.recording()?.see(epochLog, sight),
    refused: (epochLog, why) => alarmRefused(epochLog.place.trackId, why, log, alarms),
  };
}
