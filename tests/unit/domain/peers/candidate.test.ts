import { expect, test } from 'vitest';
import { leadsToNetwork, withoutCandidates } from '#domain/peers/candidate.ts';

const at = (address: string): string => `candidate:1 1 udp 2122063615 ${address} 46851 typ host`;

test('a candidate of a network leads to another PC', () => {
  for (const address of ['192.0.2.2', '10.77.0.1', 'fd00::2', '2001:db8::1'])
    expect(leadsToNetwork(at(address))).toBe(true);
  expect(leadsToNetwork('')).toBe(true);
});

test('a candidate of a relay leads there, whatever address stands behind it', () => {
  const relayed = 'candidate:3 1 udp 41885439 203.0.113.9 50123 typ relay raddr 0.0.0.0 rport 0 generation 0 ufrag x';
  expect(leadsToNetwork(relayed)).toBe(true);
  expect(leadsToNetwork(relayed.replace('203.0.113.9', '127.0.0.1'))).toBe(false);
});

test.each(['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1', 'localhost', 'hall.local', ''])(
  'a candidate at «%s» does not',
  (address) => {
    expect(leadsToNetwork(at(address))).toBe(false);
  },
);

test('what is no candidate leads nowhere', () => {
  expect(leadsToNetwork('candidate')).toBe(false);
});

test('a description loses its candidates and nothing else', () => {
  const rest = ['v=0\r\n', 'm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n', 'a=mid:0\r\n', 'a=ice-ufrag:candidate\r\n'];
  const [first, second, ...others] = rest;
  const sdp = `${first!}${second!}a=${at('127.0.0.1')}\r\na=end-of-candidates\r\nA=${at('10.0.0.1')}\r\n${others.join('')}`;
  expect(withoutCandidates(sdp)).toBe(rest.join(''));
});
