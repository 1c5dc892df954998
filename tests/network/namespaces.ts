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

export function pullOut(side: NetworkSide): void {
  ip('-n', names[side], 'link', 'set', cableEnds[side], 'down');
}

export function plugIn(side: NetworkSide): void {
  ip('-n', names[side], 'link', 'set', cableEnds[side], 'up');
}

export function closeNetwork(): void {
  for (const side of sides) {
    try {
      ip('netns', 'del', names[side]);
    } catch {
      // It was never made.
    }
  }
}
