import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { DataFolders } from '../plumbing/index.ts';
import { closedParticipants } from './closed-participants.ts';
import type { Participants, ParticipantsOrder } from './door.ts';
import { openParticipants } from './participants.ts';

export type RoomOrder = Readonly<{
  env: Readonly<Record<string, string | undefined>>;
  folders: Pick<DataFolders, 'keys' | 'participantsFile'>;
  projectFolder: string;
}> &
  Pick<ParticipantsOrder, 'mac' | 'nowMs' | 'place' | 'paper' | 'on' | 'log'>;

const codeWordsFile = z.object({ words: z.array(z.string().min(3)).min(32).readonly() });

/**
 * The room as the technician has set it up: `TARAZY_ROOM_PORT` opens it, `TARAZY_ROOM_HOST` narrows it to one address,
 * `TARAZY_ROOM_NAMES` (with commas) says by what names it is reached, `TARAZY_ROOM_CERT` and `TARAZY_ROOM_KEY` are PEM
 * files of a certificate of the court's own, `TARAZY_ROOM_PAGE` a folder with another page than the built one. Without a port there is no room, and nothing listens.
 */
export function openRoom({ env, folders, projectFolder, ...rest }: RoomOrder): Participants {
  const port = Number(env['TARAZY_ROOM_PORT']) || 0;
  if (port === 0) return closedParticipants(null);
  const { TARAZY_ROOM_CERT: certFile, TARAZY_ROOM_KEY: keyFile, TARAZY_ROOM_NAMES: names = '' } = env;
  const codeWords = readFileSync(path.join(projectFolder, 'resources', 'code-words.json'), 'utf8');
  const opened = openParticipants({
    ...rest,
    keysFolder: folders.keys,
    file: folders.participantsFile,
    pageFolder: env['TARAZY_ROOM_PAGE'] || path.join(projectFolder, 'out', 'join'),
    listen: { host: env['TARAZY_ROOM_HOST'] || '0.0.0.0', port },
    names: names.split(/[\s,]+/).filter((name) => name !== ''),
    certificate: certFile && keyFile ? { certFile, keyFile } : null,
    codeWords: codeWordsFile.parse(JSON.parse(codeWords)).words,
  });
  return opened.ok ? opened.value : closedParticipants(() => rest.on.faultRaised(opened.fault));
}
