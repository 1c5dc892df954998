import { execFileSync } from 'node:child_process';

const names = { a: `tarazy-a-${String(process.pid)}`, b: `tarazy-b-${String(process.pid)}` } as const;
const cable = { a: `tz${String(process.pid % 100_000)}a`, b: `tz${String(process.pid % 100_000)}b` } as const;

/** Two network namespaces and the cable between them; nothing else of the machine's network is reached from inside. */
export const network = {
  a: { namespace: names.a, address: '10.77.0.1' },
  b: { namespace: names.b, address: '10.77.0.2' },
} as const;

function ip(...args: readonly string[]): void {
  execFileSync('ip', args);
}

export function openNetwork(): void {
  for (const side of ['a', 'b'] as const) ip('netns', 'add', names[side]);
  ip('link', 'add', cable.a, 'netns', names.a, 'type', 'veth', 'peer', 'name', cable.b, 'netns', names.b);
  for (const side of ['a', 'b'] as const) {
    ip('-n', names[side], 'addr', 'add', `${network[side].address}/24`, 'dev', cable[side]);
    ip('-n', names[side], 'link', 'set', 'lo', 'up');
    plugIn(side);
  }
}

export function pullOut(side: 'a' | 'b'): void {
  ip('-n', names[side], 'link', 'set', cable[side], 'down');
}

export function plugIn(side: 'a' | 'b'): void {
  ip('-n', names[side], 'link', 'set', cable[side], 'up');
}

export function closeNetwork(): void {
  for (const side of ['a', 'b'] as const) {
    try {
      ip('netns', 'del', names[side]);
    } catch {
      // It was never made.
    }
  }
}
