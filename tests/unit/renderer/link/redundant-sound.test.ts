import { expect, test } from 'vitest';
import { redundantSound } from '../../../../renderer/link/redundant-sound.ts';

const offer = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8',
  'a=rtpmap:111 opus/48000/2',
  'a=rtpmap:63 red/48000/2',
  'a=fmtp:63 111/111',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 120',
  'a=rtpmap:96 VP8/90000',
  'a=rtpmap:120 red/90000',
  '',
].join('\r\n');

test('redundant sound is asked for before plain sound, and pictures are left as they are', () => {
  const wished = redundantSound(offer).split('\r\n');
  expect(wished[1]).toBe('m=audio 9 UDP/TLS/RTP/SAVPF 63 111 9 0 8');
  expect(wished.with(1, offer.split('\r\n')[1]!)).toEqual(offer.split('\r\n'));
});

test('where the browser knows none the description stays as it is', () => {
  const plain = offer.replace('a=rtpmap:63 red/48000/2\r\n', '');
  expect(redundantSound(plain)).toBe(plain);
});
