import type { CheckKind } from '#domain/check/check-item.ts';
import type { Draw, Fault } from './fault.ts';
import { turnedSeat, type MachineScene } from './machine-scene.ts';

const fault = (
  name: string,
  [kind, subject, ...named]: readonly [CheckKind, string, ...string[]],
  change: (scene: MachineScene, draw: Draw) => void,
): Fault<MachineScene> => ({
  name,
  make(scene, draw) {
    change(scene, draw);
    return { kind, subject, named };
  },
});
const turned = (name: string, finding: string, change: (turned: MachineScene['turned']) => void): Fault<MachineScene> =>
  fault(name, ['ptz', turnedSeat, finding], (scene) => change(scene.turned));
const monitor = (
  name: string,
  at: 0 | 1 | 2,
  finding: string,
  change: (monitor: MachineScene['monitors'][number], draw: Draw) => void,
): Fault<MachineScene> =>
  fault(name, ['monitor', ['console', 'bench', 'screen'][at]!, finding], (scene, draw) =>
    change(scene.monitors[at]!, draw),
  );

/** Every class of a fault of the PC and of what stands about it; how bad it is, is drawn. */
export const machineFaults: readonly Fault<MachineScene>[] = [
  fault('clock behind', ['clock', '', 'clock-behind'], (scene, draw) => {
    scene.clockAheadMs = 10 ** draw(3.2, 7);
  }),
  fault('clock ahead', ['clock', '', 'clock-ahead'], (scene, draw) => {
    scene.clockAheadMs = -(10 ** draw(3.2, 7));
  }),
  fault('nobody tells the time', ['clock', '', 'clock-silent'], (scene) => {
    scene.clockAheadMs = null;
  }),
  fault('disk full', ['disk', '', 'disk-full'], ({ disk }, draw) => {
    disk.hoursLeft = draw(0, 1.9);
  }),
  fault('disk for few hours', ['disk', '', 'disk-few-hours'], ({ disk }, draw) => {
    disk.hoursLeft = draw(2.1, 7.5);
  }),
  fault('disk refuses', ['disk', '', 'disk-refuses'], ({ disk }) => {
    disk.folder = 'gone';
  }),
  fault('disk slow', ['disk', '', 'disk-slow'], ({ disk }, draw) => {
    disk.worth = { medianSyncMs: draw(60, 400), worstSyncMs: draw(500, 3000), writtenBps: draw(1, 30) * 1e6 };
  }),
  fault('second copy away', ['disk', '', 'copy-away'], ({ disk }) => {
    disk.isCopyReached = false;
  }),
  fault('processor busy', ['processor', '', 'processor-busy'], (scene, draw) => {
    scene.processor = { ...scene.processor, busyShare: draw(0.94, 1), waitingShare: draw(0.45, 0.95) };
  }),
  fault('processor hot', ['processor', '', 'processor-hot'], (scene, draw) => {
    scene.processor = { ...scene.processor, temperatureC: draw(93, 105) };
  }),
  monitor('bench missing', 1, 'monitor-missing', (each) => (each.isMissing = true)),
  monitor('screen missing', 2, 'monitor-missing', (each) => (each.isMissing = true)),
  monitor('bench empty', 1, 'monitor-empty', (each) => (each.isFed = false)),
  monitor('screen displaced', 2, 'monitor-displaced', (each, draw) => (each.aside = draw(0.15, 0.9))),
  monitor('console small', 0, 'monitor-small', (each) => (each.widthPx = 1024)),
  fault('archive damaged', ['archive', '1-26', 'archive-damaged'], ({ verified }) => {
    verified.isIntact = false;
  }),
  turned('camera silent', 'camera-silent', ({ behaviour }) => (behaviour.isDead = true)),
  turned('camera refuses', 'camera-refuses', ({ behaviour }) => (behaviour.refusesWith = 0x41)),
  turned('camera without places', 'camera-no-presets', (each) => (each.presets = 0)),
  turned('camera stands', 'camera-still', (each) => (each.stands = true)),
  fault('hall away', ['link', 'hall-2', 'hall-away'], (scene) => {
    scene.hall = { ...scene.hall, isReached: false };
  }),
  fault('hall refused', ['link', 'hall-2', 'link-refused'], (scene) => {
    scene.hall = { ...scene.hall, isReached: false, isRefused: true };
  }),
  fault('line narrow', ['link', 'hall-2', 'link-narrow'], (scene, draw) => {
    const { measured } = scene.hall;
    if (measured === null) return;
    scene.hall = { ...scene.hall, measured: { ...measured, send: { ...measured.send, kbps: draw(100, 1800) } } };
  }),
  fault('line loses', ['link', 'person-1', 'link-lossy'], (scene, draw) => {
    const { tested } = scene.person;
    if (tested?.figures == null) return;
    const figures = { ...tested.figures, send: { ...tested.figures.send, lostShare: draw(0.18, 0.5) } };
    scene.person = { ...scene.person, tested: { ...tested, figures } };
  }),
  fault('voice quiet', ['link', 'person-1', 'voice-quiet'], (scene, draw) => {
    scene.person = { ...scene.person, voice: { speechDbfs: draw(-60, -40), overPauseDb: draw(14, 40) } };
  }),
  fault('voice in noise', ['link', 'hall-2', 'voice-noisy'], (scene, draw) => {
    scene.hall = { ...scene.hall, voice: { speechDbfs: draw(-30, -18), overPauseDb: draw(6, 11.5) } };
  }),
  fault('person away', ['link', 'person-1', 'person-away'], (scene, draw) => {
    scene.person = { ...scene.person, isReached: false, untilMs: draw(-10, 15) * 60_000 };
  }),
];
