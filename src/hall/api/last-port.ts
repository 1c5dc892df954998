import { readFileSync } from 'node:fs';
import type { Outcome } from '#domain/outcome.ts';
import { writeFileAtomically } from '../plumbing/index.ts';
import { startApi, type Api, type ApiOptions } from './start-api.ts';

function readLastPort(portFile: string): number {
  try {
    return Number(readFileSync(portFile, 'utf8')) || 0;
  } catch {
    return 0;
  }
}

/**
 * Opens the door at the port that was wished for; without a wish at the last one used, so that the windows of an
 * earlier service find their way back, else at a free one. Fails with `api.hall-unreachable` only for a wished port.
 */
export async function openDoor(
  options: Omit<ApiOptions, 'port'>,
  { portFile, wishedPort }: Readonly<{ portFile: string; wishedPort: number | null }>,
): Promise<Outcome<Api>> {
  const first = await startApi({ ...options, port: wishedPort ?? readLastPort(portFile) });
  const opened = first.ok || wishedPort !== null ? first : await startApi({ ...options, port: 0 });
  if (opened.ok) await writeFileAtomically(portFile, String(opened.value.port), 0o600);
  return opened;
}
