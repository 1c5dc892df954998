import type { Draw, Fault } from './fault.ts';
import { viewSeat, type PictureScene } from './picture-scene.ts';

const onPicture = (
  name: string,
  named: readonly string[],
  change: (scene: PictureScene, draw: Draw) => void,
): Fault<PictureScene> => ({
  name,
  make(scene, draw) {
    change(scene, draw);
    return { subject: viewSeat.id, kind: 'camera', named };
  },
});

/** Every class of a camera's fault; how bad it is, is drawn. */
export const pictureFaults: readonly Fault<PictureScene>[] = [
  onPicture('blurred', ['blurred'], ({ sight }, draw) => {
    Object.assign(sight, { blur: draw(3.5, 9), stops: draw(-1, 0.5), noise: draw(0, 2) });
  }),
  onPicture('dark', ['dark'], ({ sight }, draw) => {
    sight['stops'] = draw(-6, -4.5);
  }),
  onPicture('over-exposed', ['bright'], ({ sight }, draw) => {
    sight['stops'] = draw(2.5, 4);
  }),
  onPicture('capped', ['black'], ({ sight }, draw) => {
    Object.assign(sight, { stops: -40, noise: draw(0, 2.5) });
  }),
  onPicture('frozen', ['frozen'], (scene, draw) => {
    scene.sight['frozen'] = Math.round(draw(1, 20));
    scene.rawSight = { sight: 'frozen' };
  }),
  onPicture('turned away', ['no-face'], ({ sight }) => {
    sight['nobody'] = 1;
  }),
  onPicture('before a window', ['dark-face'], ({ sight }, draw) => {
    Object.assign(sight, { shade: draw(-5, -3.6), head: draw(0.45, 0.55), stops: draw(-0.3, 0.3) });
  }),
  onPicture('grainy', ['grainy'], (scene, draw) => {
    const noise = draw(14, 26);
    scene.sight['noise'] = noise;
    scene.rawSight = { sight: 'live', noise };
  }),
  onPicture('too few pictures', ['low-fps'], (scene, draw) => {
    scene.framesPerSecond = Math.round(draw(5, 18));
  }),
  onPicture('cut off', ['no-data'], (scene) => {
    scene.isCut = true;
  }),
];
