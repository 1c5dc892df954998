import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { cableEnds, closeNetwork, network, openNamespaces, plugInCable } from './namespaces.ts';

export type LinkCondition = Readonly<{
  delayMs: number;
  lossPercent: number;
  /** Counted on whole Ethernet frames; 0 is no limit. */
  rateKbps: number;
  /** Longer than this no frame waits for its turn: it is dropped. */
  queueMs: number;
  carriesUdp: boolean;
}>;
export const freeLink: LinkCondition = { delayMs: 0, lossPercent: 0, rateKbps: 0, queueMs: 300, carriesUdp: true };

/** Two namespaces (`network`) and a cable between them whose ways can be made slow, long, lossy or shut. */
export type EmulatedLink = Readonly<{
  /** In force for the next frame when it resolves; what is left out is as on a free link. */
  set(way: 'ab' | 'ba', condition: Partial<LinkCondition>): Promise<void>;
  stop(): Promise<void>;
}>;

/** Compiles the emulator into a folder of its own and puts it between two new namespaces. Needs root, `cc` and /dev/net/tun. */
export async function openEmulatedLink(): Promise<EmulatedLink> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-link-'));
  const program = path.join(folder, 'link-emulator');
  execFileSync('cc', ['-O2', '-Wall', '-o', program, path.join(import.meta.dirname, 'link-emulator.c')]);
  openNamespaces();
  const ends = [network.a.namespace, cableEnds.a, network.b.namespace, cableEnds.b];
  const child = spawn(program, ends, { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  async function expectLine(wanted: string): Promise<void> {
    const { value } = (await lines.next()) as { value: string | undefined };
    if (value !== wanted) throw new Error(`the link emulator said ${String(value)} instead of ${wanted}`);
  }
  async function stop(): Promise<void> {
    child.stdin.end();
    child.kill('SIGKILL');
    await exit;
    closeNetwork();
    rmSync(folder, { recursive: true, force: true });
  }
  try {
    await expectLine('ready');
    plugInCable();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    async set(way, condition) {
      const { delayMs, lossPercent, rateKbps, queueMs, carriesUdp } = { ...freeLink, ...condition };
      child.stdin.write(`${[way, delayMs, lossPercent, rateKbps, queueMs, carriesUdp ? 1 : 0].join(' ')}\n`);
      await expectLine('ok');
    },
    stop,
  };
}
