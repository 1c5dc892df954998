import { execFileSync } from 'node:child_process';

export type NetworkSide = 'a' | 'b';
const sides: readonly NetworkSide[] = ['a', 'b'];
const names = { a: `tarazy-a-${String(process.pid)}`, b: `tarazy-b-${String(process.pid)}` } as const;

/** Two network namespaces and the cable between them; nothing else of the machine's network is reached from inside. */
export const network = {
  a: { namespace: names.a, address: '10.77.0.1' },
  b: { namespace: names.b, address: '10.77.0.2' },
} as const;

/** The devices at the ends of the cable. */
export const cableEnds = {
  a: `tz${String(process.pid % 100_000)}a`,
  b: `tz${String(process.pid % 100_000)}b`,
} as const;

function ip(...args: readonly string[]): void {
  execFileSync('ip', args);
}

/** The namespaces without a cable. */
export function openNamespaces(): void {
  for (const side of sides) {
    ip('netns', 'add', names[side]);
    ip('-n', names[side], 'link', 'set', 'lo', 'up');
  }
}

/** Gives the ends of the cable, which are in their namespaces already, their addresses. */
export function plugInCable(): void {
  for (const side of sides) {
    ip('-n', names[side], 'addr', 'add', `${network[side].address}/24`, 'dev', cableEnds[side]);
    plugIn(side);
  }
}

export function openNetwork(): void {
  openNamespaces();
  const [a, b] = [cableEnds.a, cableEnds.b];
  ip('link', 'add', a, 'netns', names.a, 'type', 'veth', 'peer', 'name', b, 'netns', names.b);
  plugInCable();
}

/** A third namespace with a cable of its own to the first, which has an address at each of its cables. */
const third = {
  namespace: `tarazy-c-${String(process.pid)}`,
  address: '10.78.0.3',
  addressOfFirst: '10.78.0.1',
  ends: { first: `tz${String(process.pid % 100_000)}d`, third: `tz${String(process.pid % 100_000)}c` },
} as const;

/** Where the third hall is, and where it finds the first one. */
export function openThird(): Pick<typeof third, 'namespace' | 'addressOfFirst'> {
  const { namespace, address, addressOfFirst, ends } = third;
  ip('netns', 'add', namespace);
  ip('-n', namespace, 'link', 'set', 'lo', 'up');
  ip('link', 'add', ends.first, 'netns', names.a, 'type', 'veth', 'peer', 'name', ends.third, 'netns', namespace);
  ip('-n', names.a, 'addr', 'add', `${addressOfFirst}/24`, 'dev', ends.first);
  ip('-n', namespace, 'addr', 'add', `${address}/24`, 'dev', ends.third);
  ip('-n', names.a, 'link', 'set', ends.first, 'up');
  ip('-n', namespace, 'link', 'set', ends.third, 'up');
  return third;
}

export function pullOut(side: NetworkSide): void {
  ip('-n', names[side], 'link', 'set', cableEnds[side], 'down');
}

export function plugIn(side: NetworkSide): void {
  ip('-n', names[side], 'link', 'set', cableEnds[side], 'up');
}

export function closeNetwork(): void {
  for (const namespace of [names.a, names.b, third.namespace]) {
    try {
      execFileSync('ip', ['netns', 'del', namespace], { stdio: 'ignore' });
    } catch {
      // It was never made.
    }
  }
}
