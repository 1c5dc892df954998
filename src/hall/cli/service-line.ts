import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connectHall, type HallClient } from '#line/hall-client.ts';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';

const connectLimitMs = 8000;

/** Where the service of this data folder listens, and the key that only its owner can read; null where none runs. */
function readRun(runFolder: string): Readonly<{ address: string; shellKey: string }> | null {
  try {
    const run = JSON.parse(readFileSync(path.join(runFolder, 'hall.json'), 'utf8')) as Record<string, unknown>;
    const { port, shellKey } = run;
    if (typeof port !== 'number' || typeof shellKey !== 'string') return null;
    return { address: `ws://127.0.0.1:${String(port)}`, shellKey };
  } catch {
    return null;
  }
}

async function open(address: string, ticket: string): Promise<HallClient | null> {
  const line = connectHall({ door: { papers: async () => ({ address, ticket }) } });
  const isThere = await new Promise<boolean>((resolve) => {
    const limit = setTimeout(() => resolve(false), connectLimitMs);
    line.onConnection((isConnected) => {
      if (!isConnected) return;
      clearTimeout(limit);
      resolve(true);
    });
  });
  if (isThere) return line;
  line.close();
  return null;
}

/**
 * A line to the running service as a specialist's: by the service's own key, which only whoever runs it can read, comes a
 * one-time ticket of that role. Refuses `system.service-off`.
 */
export async function openServiceLine(runFolder: string): Promise<Outcome<HallClient>> {
  const off = failed(fault('system.service-off', {}));
  const run = readRun(runFolder);
  if (run === null) return off;
  const asShell = await open(run.address, run.shellKey);
  if (asShell === null) return off;
  const ticket = await asShell.ask('shell.ticket', { window: 'specialist' });
  asShell.close();
  if (!ticket.ok) return ticket;
  const line = await open(run.address, ticket.value.ticket);
  return line === null ? off : done(line);
}
