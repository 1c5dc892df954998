import { isIPv4 } from 'node:net';

/* DER by hand, RFC 5280 §4.2.1.10: the generator has no such extension. */

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, Math.floor(length / 256), length % 256];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

/** Address and mask of "10.0.0.0/8" or "fd00::/8". */
function network(cidr: string): Buffer {
  const [address = '', bits = ''] = cidr.split('/');
  const bytes = isIPv4(address) ? address.split('.').map(Number) : longAddress(address);
  const mask = bytes.map((_, at) => {
    const ones = Math.max(0, Math.min(8, Number(bits) - at * 8));
    return 256 - 2 ** (8 - ones);
  });
  return Buffer.from([...bytes, ...mask]);
}

function longAddress(address: string): readonly number[] {
  const [head = '', tail = ''] = address.split('::');
  const words = (text: string): number[] => (text === '' ? [] : text.split(':').map((word) => parseInt(word, 16)));
  const [before, after] = [words(head), words(tail)];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after].flatMap((word) => [Math.floor(word / 256), word % 256]);
}

/**
 * The value of the name constraints extension that lets an authority speak for these DNS names and networks alone, so that
 * a telephone which trusts it trusts it for nothing else. There must be one of each kind: a kind without any is unbounded.
 */
export function nameConstraints(dnsNames: readonly string[], networks: readonly string[]): Buffer {
  const subtree = (name: Buffer): Buffer => der(0x30, name);
  const permitted = [
    ...dnsNames.map((name) => subtree(der(0x82, Buffer.from(name, 'ascii')))),
    ...networks.map((cidr) => subtree(der(0x87, network(cidr)))),
  ];
  return der(0x30, der(0xa0, ...permitted));
}
