import type { SeatId } from '#domain/ids.ts';
import { defaultVideo, type Seat } from '#domain/seats.ts';
import type { PictureSight } from '../../../src/hall/selftest/index.ts';
import type { Draw } from './fault.ts';

/** What a camera of the laboratory sees; `sight` as `camera-room` has it. */
export type PictureScene = {
  sight: Record<string, number>;
  framesPerSecond: number;
  /** It gave pictures for a second and then none. */
  isCut: boolean;
  /** What the window says of the raw pictures. */
  rawSight: PictureSight;
};

const seatOf = (id: string, kind: Seat['kind'], place: Seat['place']): Seat => ({
  ...{ id: id as SeatId, kind, place, name: '', gated: false },
  device: { path: 'browser', label: id, deviceId: '' },
});
export const viewSeat: Seat = { ...seatOf('camera-view', 'camera', 'bench-view'), video: defaultVideo };
export const judgeSeat: Seat = seatOf('mic-judge', 'microphone', 'judge');

/** Somebody at the bench, in the light and through the lens of a common hall. */
export function healthyPicture(draw: Draw): PictureScene {
  const noise = draw(0, 3);
  return {
    sight: {
      stops: draw(-1.2, 0.7),
      noise,
      blur: draw(0, 0.8),
      head: draw(0.35, 0.55),
      aside: draw(-0.15, 0.15),
      blue: draw(-8, 8),
      red: draw(-8, 8),
    },
    framesPerSecond: 25,
    isCut: false,
    rawSight: { sight: 'live', noise },
  };
}
