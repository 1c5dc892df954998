import { z } from 'zod';
import { call } from './call.ts';
import { seatId } from './values.ts';

/*
 * The living picture of a network camera, ws path /v1/pictures: the process that takes it brings it, the windows that show it
 * watch. Each socket is opened by a token of its own. Text frames are these JSON messages, binary frames are pictures.
 */

export const pictureCalls = {
  /** A token for one socket, for ten seconds. The sound path brings pictures with it, a window watches. Refused while devices must be closed (L5), and to the call in a closed session (P6). */
  'picture.open': call(z.object({ seatId }), z.object({ token: z.string() }), [
    'console',
    'bench',
    'call',
    'sound-path',
  ]),
} as const;

/** First frame of either side. */
export const pictureHello = z.object({ hello: z.literal(1), token: z.string().max(100) });
/** To the sound path: whether anybody watches; it sends nothing while nobody does. */
export const pictureWanted = z.object({ isWatched: z.boolean() });

/**
 * A picture as the camera encoded it: H.264, NAL units behind their lengths (ISO/IEC 14496-15). `atUs`: when it was taken, µs of
 * the hall's monotonic clock. A key picture brings the decoder's description (avcC), so that watching can begin with any of them.
 */
export type LivePicture = Readonly<{ atUs: number; description: Uint8Array | null; bytes: Uint8Array }>;

const headBytes = 11;

/** One binary frame: whether it is a key picture (1 byte), `atUs` (float64), length of the description (uint16, 0 where it is no key picture), both; big-endian. */
export function writeLivePicture({ atUs, description, bytes }: LivePicture): Uint8Array<ArrayBuffer> {
  const describedBytes = description?.length ?? 0;
  const frame = new Uint8Array(headBytes + describedBytes + bytes.length);
  const view = new DataView(frame.buffer);
  view.setUint8(0, description === null ? 0 : 1);
  view.setFloat64(1, atUs);
  view.setUint16(9, describedBytes);
  if (description !== null) frame.set(description, headBytes);
  frame.set(bytes, headBytes + describedBytes);
  return frame;
}

/** Null where the frame is none. What is told are views into it. */
export function readLivePicture(frame: Uint8Array): LivePicture | null {
  if (frame.length <= headBytes) return null;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const describedTo = headBytes + view.getUint16(9);
  if (frame.length <= describedTo) return null;
  return {
    atUs: view.getFloat64(1),
    description: isKeyPicture(frame) ? frame.subarray(headBytes, describedTo) : null,
    bytes: frame.subarray(describedTo),
  };
}

/** Whether watching may begin with this frame. */
export function isKeyPicture(frame: Uint8Array): boolean {
  return frame[0] === 1;
}
