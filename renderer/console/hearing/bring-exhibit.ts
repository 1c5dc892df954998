import type { HallClient } from '#line/hall-client.ts';
import { fault, type Fault } from '#domain/faults.ts';
import type { ExhibitId } from '#domain/ids.ts';
import { failed, done, type Outcome } from '#domain/outcome.ts';

type Said = Readonly<{ ok: true }> | Readonly<{ ok: false; fault: Fault }>;

/** Brings a file to the hall: asks for a place, then sends it there. Refuses what `exhibit.add` refuses, and after the bytes `exhibit.wrong-type`. */
export async function bringExhibit(hall: Pick<HallClient, 'ask'>, file: File): Promise<Outcome<ExhibitId>> {
  // An empty file is of no type, and its length is none that may be announced.
  if (file.size === 0) return failed(fault('exhibit.wrong-type', {}));
  const asked = await hall.ask('exhibit.add', { name: file.name.slice(-1000), lengthBytes: file.size });
  if (!asked.ok) return asked;
  const brought = await putFile(asked.value.url, file);
  return brought.ok ? done(asked.value.exhibitId) : brought;
}

/** Sends a file to a place that the hall gave for it. Refuses what the hall says of its bytes. */
export async function putFile(url: string, file: File): Promise<Outcome<void>> {
  if (file.size === 0) return failed(fault('exhibit.wrong-type', {}));
  try {
    const answer = await fetch(url, { method: 'PUT', body: file });
    if (!answer.ok) return failed(fault('exhibit.unwritable', {}));
    const said = (await answer.json()) as Said;
    return said.ok ? done(undefined) : failed(said.fault);
  } catch {
    return failed(fault('api.hall-unreachable', {}));
  }
}
