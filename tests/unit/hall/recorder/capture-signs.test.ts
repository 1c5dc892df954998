import { describe, expect, test } from 'vitest';
import type { CapturePlan, CaptureReport } from '#contract/capture.ts';
import { fault } from '#domain/faults.ts';
import { CaptureSigns, type HeardLog } from '../../../../src/hall/recorder/capture-signs.ts';

const log = (kind: 'camera' | 'microphone', more: Partial<HeardLog> = {}): HeardLog => ({
  place: { kind, path: 'browser' },
  writtenToUs: 1,
  isClosed: false,
  isWriting: false,
  slowWriteEndedMs: null,
  ...more,
});

const plan = { tracks: [{ trackId: 'hall', kind: 'camera' }] } as unknown as CapturePlan;
const report = (cause: string | null): CaptureReport =>
  ({
    tracks: [
      { trackId: 'hall', fault: cause === null ? null : fault('recorder.device-refused', { seat: 'hall', cause }) },
    ],
  }) as unknown as CaptureReport;

describe('signs of life of the recorder window', () => {
  test('are none while no socket is open and nothing flows', () => {
    expect(new CaptureSigns(() => 5).signs([])).toEqual({ recorderMs: null, cameraMs: null, microphoneMs: null });
  });

  test('tell its process by any word, and each kind of device by chunks alone', () => {
    let nowMs = 1000;
    const signs = new CaptureSigns(() => nowMs);
    const [camera, microphone] = [log('camera'), log('microphone')];
    const [pictures, sound] = [signs.joined(camera), signs.joined(microphone)];
    pictures.heard(true);
    sound.heard(true);
    nowMs = 3000;
    sound.heard(true);
    pictures.heard(false);
    nowMs = 4000;
    expect(signs.signs([camera, microphone])).toEqual({ recorderMs: 3000, cameraMs: 1000, microphoneMs: 3000 });
    pictures.left();
    sound.left();
    // While no socket is open nothing can come, of the devices neither.
    expect(signs.signs([camera, microphone])).toEqual({ recorderMs: null, cameraMs: null, microphoneMs: null });
  });

  test('expect nothing of an epoch that has not begun, is over, or belongs to another sender', () => {
    const signs = new CaptureSigns(() => 1);
    const unborn = log('camera', { writtenToUs: null });
    const closed = log('camera', { isClosed: true });
    const remote = log('camera', { place: { kind: 'camera', path: 'remote' } });
    signs.joined(remote).heard(true);
    expect(signs.signs([unborn, closed, remote])).toEqual({ recorderMs: null, cameraMs: null, microphoneMs: null });
  });

  test('blame no device while chunks wait for the disk, because the window may send no more of them', () => {
    let nowMs = 1000;
    const signs = new CaptureSigns(() => nowMs);
    const camera = log('camera', { isWriting: true });
    signs.joined(camera).heard(true);
    nowMs = 60_000;
    expect(signs.signs([camera]).cameraMs).toBe(60_000);
    // The disk took them this moment, and the window does not know yet that it may go on.
    Object.assign(camera, { isWriting: false, slowWriteEndedMs: 60_000 });
    nowMs = 60_300;
    expect(signs.signs([camera]).cameraMs).toBe(60_000);
  });

  test('accuse the process behind a camera whose opening nobody answers, while no other camera flows', () => {
    let nowMs = 10_000;
    const signs = new CaptureSigns(() => nowMs);
    signs.told(plan, report('NotReadableError'));
    expect(signs.signs([]).cameraMs).toBeNull();
    signs.told(plan, report('timeout'));
    nowMs = 12_000;
    signs.told(plan, report('timeout'));
    expect(signs.signs([]).cameraMs).toBe(8000);
    const other = log('camera');
    signs.joined(other).heard(true);
    expect(signs.signs([other]).cameraMs).toBe(12_000);
    signs.told(plan, report(null));
    expect(signs.signs([]).cameraMs).toBeNull();
  });

  test('are not taken over from a window that was replaced: the processes behind the new one are new as well', () => {
    const signs = new CaptureSigns(() => 10_000);
    signs.told(plan, report('timeout'));
    expect(signs.signs([]).cameraMs).not.toBeNull();
    signs.begunAnew();
    expect(signs.signs([]).cameraMs).toBeNull();
  });
});
