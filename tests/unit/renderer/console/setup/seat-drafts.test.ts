import { describe, expect, test } from 'vitest';
import {
  draftOfAddress,
  draftsOfSeats,
  foundDevices,
  joinDrafts,
  seatsOfDrafts,
  untoldDevices,
  type SeatDraft,
} from '../../../../../renderer/console/setup/seat-drafts.ts';

const microphone = { kind: 'audioinput', deviceId: 'm1', label: 'Desk microphone' } as const;
const camera = { kind: 'videoinput', deviceId: 'c1', label: 'Camera' } as const;
const speaker = { kind: 'audiooutput', deviceId: 's1', label: 'Speaker' } as const;
const conference = {
  source: 'alsa_input.conference',
  label: 'Conference unit',
  channels: 4,
  sampleRate: 48_000,
  serial: '',
  port: '',
  isMonitor: false,
};

function placed(
  drafts: readonly SeatDraft[],
  places: Readonly<Record<string, SeatDraft['place']>>,
): readonly SeatDraft[] {
  return drafts.map((draft) => ({ ...draft, place: places[draft.key] ?? draft.place }));
}

describe('what is found', () => {
  test('leaves out loudspeakers and the other names of the same device', () => {
    const found = foundDevices(
      [
        microphone,
        camera,
        speaker,
        { ...microphone, deviceId: 'default' },
        { ...microphone, deviceId: 'communications' },
      ],
      [],
    );
    expect(found.map(({ kind, device }) => [kind, device.label])).toEqual([
      ['microphone', 'Desk microphone'],
      ['camera', 'Camera'],
    ]);
  });
  test('offers each channel of a multichannel unit, and not the unit again as a microphone', () => {
    const found = foundDevices([{ ...microphone, deviceId: 'm9', label: 'Conference unit' }], [conference]);
    expect(found.map(({ device }) => device.path === 'hall' && device.channel)).toEqual([0, 1, 2, 3]);
  });
  test('leaves one and two channels to the window', () => {
    expect(foundDevices([microphone], [{ ...conference, channels: 2 }])).toHaveLength(1);
  });
});

describe('what was chosen', () => {
  const first = placed(joinDrafts(foundDevices([microphone, camera], []), []), {
    'microphone/m1': 'judge',
    'camera/c1': 'bench-view',
  });

  test('becomes seats with ids that name their places', () => {
    expect(seatsOfDrafts(first).map(({ id }) => id)).toEqual(['judge', 'bench-view']);
  });
  test('keeps a seat whose device is away, marked as missing, and finds it when it is back', () => {
    const saved = draftsOfSeats(seatsOfDrafts(first));
    const away = joinDrafts(foundDevices([camera], []), saved);
    expect(away.map(({ place, isPresent }) => [place, isPresent])).toEqual([
      ['bench-view', true],
      ['judge', false],
    ]);
    const back = joinDrafts(foundDevices([microphone, camera], []), away);
    expect(back.every(({ isPresent }) => isPresent)).toBe(true);
    expect(seatsOfDrafts(back).map(({ id }) => id)).toEqual(['judge', 'bench-view']);
  });
  test('follows a device to its new id by its label', () => {
    const saved = draftsOfSeats(seatsOfDrafts(first));
    const moved = joinDrafts(foundDevices([{ ...microphone, deviceId: 'm1-new' }, camera], []), saved);
    expect(moved).toHaveLength(2);
    expect(seatsOfDrafts(moved)[0]).toMatchObject({ id: 'judge', device: { deviceId: 'm1-new' } });
  });
  test('gives two devices of one place two ids, and never changes an id once given', () => {
    const two = joinDrafts(foundDevices([microphone, { ...microphone, deviceId: 'm2', label: 'Second' }], []), []);
    const seats = seatsOfDrafts(placed(two, { 'microphone/m1': 'witness', 'microphone/m2': 'witness' }));
    expect(seats.map(({ id }) => id)).toEqual(['witness', 'witness-2']);
    const again = draftsOfSeats(seats).map((draft) => ({ ...draft, place: 'judge' as const }));
    expect(seatsOfDrafts(again).map(({ id }) => id)).toEqual(['witness', 'witness-2']);
  });
  test('tells a camera from a microphone of the same place', () => {
    const both = joinDrafts(foundDevices([microphone, camera], []), []);
    expect(seatsOfDrafts(placed(both, { 'microphone/m1': 'hall', 'camera/c1': 'hall' })).map(({ id }) => id)).toEqual([
      'hall',
      'hall-camera',
    ]);
  });
  test('leaves out what is not used', () => {
    expect(seatsOfDrafts(joinDrafts(foundDevices([microphone, camera], []), []))).toEqual([]);
  });
});

describe('two of one name', () => {
  const twins = [
    { ...microphone, deviceId: 'a' },
    { ...microphone, deviceId: 'b' },
  ];
  const at = (...ports: string[]): Parameters<typeof foundDevices>[1] =>
    ports.map((port) => ({ ...conference, source: port, label: microphone.label, channels: 1, port }));

  test('bear their ports, and keep their seats by them when the window names them anew', () => {
    const drafts = placed(joinDrafts(foundDevices(twins, at('usb-1', 'usb-2')), []), {
      'microphone/a': 'judge',
      'microphone/b': 'witness',
    });
    const saved = draftsOfSeats(seatsOfDrafts(drafts));
    const again = joinDrafts(foundDevices(twins, at('usb-2', 'usb-1')), saved);
    expect(again.map(({ place, device }) => [place, device.path === 'browser' && device.port])).toEqual([
      ['witness', 'usb-2'],
      ['judge', 'usb-1'],
    ]);
    expect(untoldDevices(again).size).toBe(0);
  });
  test('are pointed out when nothing tells them apart', () => {
    expect(untoldDevices(joinDrafts(foundDevices(twins, []), []))).toEqual(new Set(['microphone/a', 'microphone/b']));
  });
});

describe('a camera of the network', () => {
  const typed = (address: string, drafts: readonly SeatDraft[] = []): unknown => {
    const added = draftOfAddress(address, drafts);
    return added.ok ? added.value.device : added.fault.key;
  };
  const added = draftOfAddress(' rtsp://10.0.0.7:554/main?x=1 ', []);
  const camera2 = added.ok ? [added.value] : [];

  test('is taken by its address, and called by it', () => {
    expect(camera2[0]?.device).toEqual({
      ...{ path: 'network', url: 'rtsp://10.0.0.7:554/main?x=1', label: '10.0.0.7:554/main?x=1' },
    });
    expect(typed('rtsp://[fe80::1]/s')).toMatchObject({ url: 'rtsp://[fe80::1]/s' });
  });
  test('is refused with a user or a password, by another protocol, at no address, and twice', () => {
    for (const address of [
      ...['rtsp://admin:secret@10.0.0.7/main', 'rtsp://admin@10.0.0.7/', 'http://10.0.0.7/', '10.0.0.7', 'rtsp://'],
      ...['rtsp://10.0.0.7:99999/', 'rtsp://[zz]/', 'rtsp://10.0.0.7/a b'],
    ])
      expect(typed(address), address).toBe('setup.camera-address');
    expect(typed('rtsp://10.0.0.7:554/main?x=1', camera2)).toBe('setup.device-twice');
  });
  test('stays in the list although no window finds it, also before its place is chosen, and keeps its seat', () => {
    const found = foundDevices([microphone], []);
    const joined = joinDrafts(found, [...camera2.map((each) => ({ ...each, place: null }))]);
    expect(joined.map(({ device, isPresent }) => [device.label, isPresent])).toEqual([
      ['Desk microphone', true],
      ['10.0.0.7:554/main?x=1', true],
    ]);
    const saved = seatsOfDrafts(placed(camera2, { 'camera/rtsp://10.0.0.7:554/main?x=1': 'witness-view' }));
    expect(saved.map(({ id }) => id)).toEqual(['witness-view']);
    expect(seatsOfDrafts(joinDrafts(found, draftsOfSeats(saved)))).toEqual(saved);
  });
});
