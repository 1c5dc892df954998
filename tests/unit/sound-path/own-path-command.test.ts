import { expect, test } from 'vitest';
import { pathArguments, placeChannels } from '../../../src/sound-path/own-path-command.ts';

const usual = [
  'front-left',
  'front-left-of-center',
  'front-center',
  'front-right',
  'front-right-of-center',
  'rear-center',
  'aux0',
  'aux1',
];

test('a source in the order of ffmpeg is taken as it is', () => {
  expect(placeChannels({ source: 's', channels: 2, channelMap: ['front-left', 'front-right'], wanted: [1] })).toEqual({
    channels: 2,
    at: [1],
  });
  expect(placeChannels({ source: 's', channels: 1, channelMap: ['mono'], wanted: [0] })).toEqual({
    channels: 1,
    at: [0],
  });
});

test('any other source is asked for every position, and each channel is found by its name', () => {
  expect(placeChannels({ source: 's', channels: 8, channelMap: usual, wanted: [0, 1, 3, 6, 7] })).toEqual({
    channels: 32,
    at: [0, 6, 1, 18, 19],
  });
});

test('a channel that the source does not have is not replaced by another', () => {
  expect(
    placeChannels({ source: 's', channels: 2, channelMap: ['front-left', 'front-right'], wanted: [2] }),
  ).toBeNull();
  expect(pathArguments({ source: 's', channels: 8, channelMap: usual, wanted: [8] }, 'linux')).toBeNull();
});

test('the source is one argument, whatever its name is', () => {
  const args = pathArguments(
    { source: 'name with; "signs" $(x)', channels: 1, channelMap: null, wanted: [0] },
    'linux',
  )!;
  expect(args[args.lastIndexOf('-i') + 1]).toBe('name with; "signs" $(x)');
  const windows = pathArguments({ source: 'Mic', channels: 1, channelMap: null, wanted: [0] }, 'win32')!;
  expect(windows).toContain('audio=Mic');
});
