import type { SeatId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import type { NetworkOrder, NetworkWord } from './network-worker.ts';

/**
 * The picture of a network camera's seat, like a camera of the PC: its track ends by itself when nothing comes any more, and `stop`
 * closes it. Null where there is none now, or once `over` is told. Nothing is decoded for anybody but who asked.
 */
export type OpenNetworkPicture = (
  seatId: SeatId,
  size: NetworkOrder['size'],
  over: AbortSignal,
) => Promise<MediaStream | null>;

/** A camera that is connected sends a key picture by then. */
const firstPictureWithinMs = 6000;

/** Tracks whose pictures lie in memory of our own: no camera waits for a buffer of them. */
const decodedHere = new WeakSet<MediaStreamTrack>();

/** Whether the pictures of this track were decoded in this page and no device lends them. */
export function isDecodedHere(track: MediaStreamTrack): boolean {
  return decodedHere.has(track);
}

/** Opens them over this window's line to the hall, which decides whether it may have them. */
export function networkPictures(hall: Pick<HallClient, 'ask' | 'address'>): OpenNetworkPicture {
  return async (seatId, size, over) => {
    const answer = await hall.ask('picture.open', { seatId });
    if (!answer.ok || over.aborted) return null;
    const worker = new Worker(new URL('./network-worker.ts', import.meta.url), {
      type: 'module',
      name: 'network-picture',
    });
    const track = new MediaStreamTrackGenerator({ kind: 'video' });
    decodedHere.add(track);
    const endTrack = track.stop.bind(track);
    track.stop = () => {
      endTrack();
      worker.terminate();
    };
    const lose = (): void => {
      track.stop();
      // Nobody tells of an end that this page itself made.
      track.dispatchEvent(new Event('ended'));
    };
    const { writable } = track;
    const order: NetworkOrder = { address: hall.address(), token: answer.value.token, size, writable };
    worker.postMessage(order, [writable]);
    const isThere = await new Promise<boolean>((resolve) => {
      const patience = setTimeout(() => resolve(false), firstPictureWithinMs);
      over.addEventListener('abort', () => resolve(false), { once: true });
      worker.onmessage = ({ data }: MessageEvent<NetworkWord>) => {
        clearTimeout(patience);
        if (data === 'over') lose();
        resolve(data === 'comes');
      };
    });
    if (isThere) return new MediaStream([track]);
    track.stop();
    return null;
  };
}
