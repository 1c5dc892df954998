import { isHost, isPort, type EntryDraft, type InstitutionKind } from '#domain/directory/entry.ts';

/** An entry as it is being typed. */
export type TypedEntry = Readonly<Omit<EntryDraft, 'port' | 'kind'> & { port: string; kind: InstitutionKind }>;

export const emptyEntry: TypedEntry = { court: '', hall: '', kind: 'court', host: '', port: '', support: '', note: '' };

export function typedFrom(entry: EntryDraft): TypedEntry {
  const { court, hall, kind, host, port, support, note } = entry;
  return { court, hall, kind, host, port: port === null ? '' : String(port), support, note };
}

/** The entry that was typed, or which of its fields the hall would not take. */
export function entryFrom(typed: TypedEntry): EntryDraft | 'court' | 'host' | 'port' {
  const host = typed.host.trim();
  const portWords = typed.port.trim();
  if (typed.court.trim() === '') return 'court';
  if (host !== '' && !isHost(host)) return 'host';
  const port = portWords === '' ? null : Number(portWords);
  if (port !== null && !isPort(port)) return 'port';
  return { ...typed, host, port };
}
