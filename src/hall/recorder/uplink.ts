import { uplinkAsk, type UplinkAnswer, type UplinkEnd, type UplinkSight } from '#contract/capture.ts';
import { fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import type { UplinkChannel } from './door.ts';
import type { Presence } from './capture-signs.ts';
import type { EpochLog } from './epoch-log.ts';

/** What a hello may be answered: an epoch being written, one that is over, one nobody knows yet, or a false token. */
export type Found = EpochLog | 'ended' | 'not-yet' | 'refused';

export type UplinkNeeds = Readonly<{
  monotonicUs(): number;
  find(trackId: TrackId, epoch: number, token: string): Found;
  joined(log: EpochLog): Presence;
  /** The recorder says that no more chunks come; false: not for a deliberate end, the device is lost. */
  ended(log: EpochLog, end: UplinkEnd): Promise<void>;
  /** The window says how a camera's raw pictures are. */
  seen(log: EpochLog, sight: UplinkSight): void;
  refused(log: EpochLog, why: string): void;
}>;

/** One word for all that is on disk by then: fewer words, and the sender keeps a chunk only so much longer. */
const ackEveryMs = 1000;
/** Behind a disk that was slow the sender waits for the word, and sends nothing meanwhile. */
const ackAtOnceFrom = 8;

/**
 * What is said on one chunk socket: hello, then chunks, acknowledged when they are on disk, pings at any time, an
 * end. A socket whose chunk could not be written is closed; the recorder dials again, asks what there is and sends the rest.
 */
export function serveUplink(channel: UplinkChannel, needs: UplinkNeeds): void {
  let log: EpochLog | null = null;
  let presence: Presence | null = null;
  let isOver = false;
  let onDisk = -1;
  let acked = -1;
  let acking: NodeJS.Timeout | undefined;

  const say = (answer: UplinkAnswer): void => {
    if (!isOver) channel.sendText(JSON.stringify(answer));
  };
  const sayOnDisk = (): void => {
    clearTimeout(acking);
    acking = undefined;
    acked = onDisk;
    say({ ack: onDisk });
  };
  const acknowledge = (seq: number): void => {
    onDisk = Math.max(onDisk, seq);
    // The first media is waited for by whoever began.
    if (seq <= 1 || onDisk - acked >= ackAtOnceFrom) sayOnDisk();
    else acking ??= setTimeout(sayOnDisk, ackEveryMs);
  };
  const hangUp = (): void => {
    isOver = true;
    clearTimeout(acking);
    channel.close();
  };
  const refuse = (track: string, why: string): void => {
    say({ fault: fault('recorder.chunk-refused', { track, why }) });
    if (log !== null) needs.refused(log, why);
    hangUp();
  };
  const hello = (trackId: TrackId, epoch: number, token: string): void => {
    const found = needs.find(trackId, epoch, token);
    if (found === 'not-yet') hangUp();
    else if (found === 'refused') refuse(trackId, 'token');
    else if (found === 'ended') {
      say({ ended: 1 });
      hangUp();
    } else {
      log = found;
      presence = needs.joined(found);
      say({ have: found.have });
    }
  };

  channel.onClose(() => {
    presence?.left();
    isOver = true;
    clearTimeout(acking);
  });
  channel.onText((text) => {
    if (isOver) return;
    presence?.heard(false);
    const asked = uplinkAsk.safeParse(parsed(text));
    if (!asked.success) {
      refuse(log?.place.trackId ?? '', 'malformed');
      return;
    }
    const { data } = asked;
    if ('beat' in data) return;
    if ('ping' in data) say({ pong: data.ping, monotonicUs: needs.monotonicUs() });
    else if ('queue' in data) {
      if (log !== null) log.waitingAtSender = { ...data.queue, toldMs: performance.now() };
    } else if ('hello' in data) {
      if (log === null) hello(data.trackId, data.epoch, data.token);
      else refuse(log.place.trackId, 'malformed');
    } else if (log !== null && 'sight' in data) {
      log.sight = data;
      needs.seen(log, data);
    } else if (log !== null && 'end' in data) {
      const ended = log;
      // Chunks before the end are admitted in order, so closing waits for them.
      void needs.ended(ended, data).then(() => {
        say({ ended: 1 });
        hangUp();
      });
    }
  });
  channel.onBinary((bytes) => {
    if (isOver || log === null) return;
    presence?.heard(true);
    const into = log;
    void into.admit(bytes).then((admission) => {
      switch (admission.state) {
        case 'written':
        case 'had':
          acknowledge(admission.seq);
          break;
        case 'late':
          break;
        case 'ended':
          say({ ended: 1 });
          hangUp();
          break;
        case 'failed':
          hangUp();
          break;
        case 'refused':
          if (!isOver) refuse(into.place.trackId, admission.why);
          break;
      }
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
