import { openAsBlob, statSync } from 'node:fs';
import path from 'node:path';
import type { ExhibitId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { HallClient } from '#line/hall-client.ts';

/** Asks the hall for a place in the hearing that is held and brings the file there, as a window does. */
export async function bringExhibit(hall: Pick<HallClient, 'ask'>, file: string): Promise<ExhibitId> {
  const asked = await hall.ask('exhibit.add', { name: path.basename(file), lengthBytes: statSync(file).size });
  if (!asked.ok) throw new Error(`exhibit.add was refused: ${asked.fault.key}`);
  const answered = await fetch(asked.value.url, { method: 'PUT', body: await openAsBlob(file) });
  const said = (await answered.json()) as Outcome<never> | { ok: true; answer: { exhibitId: ExhibitId } };
  if (!said.ok) throw new Error(`the door refused: ${said.fault.key}`);
  if (!('answer' in said)) throw new Error('the door named no exhibit');
  return said.answer.exhibitId;
}
