import { expect, test } from 'vitest';
import { startRate } from '../../../../renderer/link/start-rate.ts';

const offer = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=rtpmap:111 opus/48000/2',
  'a=fmtp:111 minptime=10;useinbandfec=1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96 97 102 120',
  'a=rtpmap:96 VP8/90000',
  'a=rtcp-fb:96 nack',
  'a=rtpmap:97 rtx/90000',
  'a=fmtp:97 apt=96',
  'a=rtpmap:102 H264/90000',
  'a=fmtp:102 packetization-mode=1',
  'a=rtpmap:120 red/90000',
  '',
].join('\r\n');

test('every codec of pictures says at which rate it begins, with or without parameters of its own', () => {
  expect(startRate(offer).split('\r\n')).toEqual([
    ...offer.split('\r\n').slice(0, 6),
    'a=fmtp:96 x-google-start-bitrate=500',
    ...offer.split('\r\n').slice(6, 10),
    'a=fmtp:102 packetization-mode=1;x-google-start-bitrate=500',
    ...offer.split('\r\n').slice(11),
  ]);
});

test('a description without pictures stays as it is', () => {
  const sound = offer.slice(0, offer.indexOf('m=video'));
  expect(startRate(sound)).toBe(sound);
});
