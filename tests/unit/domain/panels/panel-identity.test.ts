import { expect, test } from 'vitest';
import { matchPanels, type PanelIdentity } from '#domain/panels/panel-identity.ts';

const pedal: PanelIdentity = { vendorId: 0x05f3, productId: 0xff, interfaceNo: 0, serial: '', port: 'usb-1' };
const matched = (known: readonly PanelIdentity[], plugged: readonly PanelIdentity[]): readonly (string | null)[] => {
  const found = matchPanels(known, plugged);
  return known.map((one) => found.get(one)?.port ?? null);
};

test('a device is known again in its own socket, and in another one while no second of its kind is there', () => {
  expect(matched([pedal], [pedal])).toEqual(['usb-1']);
  expect(matched([pedal], [{ ...pedal, port: 'usb-2' }])).toEqual(['usb-2']);
});

test('of two that are alike each is told by its socket, and one that could be either is neither', () => {
  const other = { ...pedal, port: 'usb-2' };
  expect(matched([pedal, other], [other, pedal])).toEqual(['usb-1', 'usb-2']);
  expect(matched([pedal, other], [other, { ...pedal, port: 'usb-3' }])).toEqual(['usb-3', 'usb-2']);
  expect(matched([pedal, other], [{ ...pedal, port: 'usb-3' }])).toEqual([null, null]);
  expect(
    matched(
      [pedal],
      [
        { ...pedal, port: 'usb-3' },
        { ...pedal, port: 'usb-4' },
      ],
    ),
  ).toEqual([null]);
});

test('another serial number, product or interface is another device', () => {
  for (const change of [{ serial: 'A' }, { productId: 1 }, { vendorId: 1 }, { interfaceNo: 1 }])
    expect(matched([pedal], [{ ...pedal, ...change }]), JSON.stringify(change)).toEqual([null]);
});

test('a maker who gives all devices the same serial number is no reason to take one for the other', () => {
  const [one, two] = [
    { ...pedal, serial: '0' },
    { ...pedal, serial: '0', port: 'usb-2' },
  ];
  expect(matched([one, two], [two, one])).toEqual(['usb-1', 'usb-2']);
});
