import { describe, expect, test } from 'vitest';
import type { DeviceSeen } from '#domain/check/inventory.ts';
import { deviceBranches } from '../../../../../renderer/console/diagnostics/device-branches.ts';
import { ordinaryHall } from '../../../../stage/hall-card.ts';

const seen = (kind: DeviceSeen['kind'], label: string, more: Partial<DeviceSeen> = {}): DeviceSeen => ({
  ...{ kind, label, serial: '', id: label, port: '', figures: {}, version: '', ...more },
});

describe('the devices of a hall and whom they serve', () => {
  test('a seat stands beside its device, a missing one first and a device of nobody last', () => {
    const branches = deviceBranches(
      ordinaryHall,
      [
        seen('microphone', 'Spare microphone'),
        seen('microphone', 'Microphone Judge', { id: 'mic_judge' }),
        seen('microphone', 'Microphone Witness'),
        seen('microphone', 'Microphone Defender'),
        seen('camera', 'Camera Hall'),
      ],
      [
        { program: 'electron', source: 'mic_judge' },
        { program: 'electron', source: 'mic_judge' },
      ],
    );
    expect(branches.get('microphone')?.map(({ seat, device }) => [seat?.id, device?.label])).toEqual([
      ['mic-secretary', undefined],
      ['mic-judge', 'Microphone Judge'],
      ['mic-witness', 'Microphone Witness'],
      ['mic-defence', 'Microphone Defender'],
      [undefined, 'Spare microphone'],
    ]);
    expect(branches.get('microphone')?.map(({ heardBy }) => heardBy)).toEqual([[], ['electron'], [], [], []]);
    expect(branches.get('camera')?.map(({ seat, device }) => [seat?.id, device?.label])).toEqual([
      ['camera-judge', undefined],
      ['camera-hall', 'Camera Hall'],
    ]);
  });

  test('of two cameras under one name neither is taken for the seat', () => {
    const twins = [seen('camera', 'Camera Judge', { id: 'a' }), seen('camera', 'Camera Judge', { id: 'b' })];
    const branches = deviceBranches(ordinaryHall, twins, []).get('camera');
    expect(branches?.filter(({ seat }) => seat !== null).every(({ device }) => device === null)).toBe(true);
  });

  test('a disk and a program are devices of nobody', () => {
    const branches = deviceBranches(ordinaryHall, [seen('disk', '/data'), seen('program', 'ffmpeg')], []);
    expect(branches.get('disk')).toHaveLength(1);
    expect(branches.get('program')?.[0]?.seat).toBeNull();
  });
});
