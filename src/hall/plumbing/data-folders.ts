import os from 'node:os';
import path from 'node:path';

/** Where everything of one hall lies. */
export type DataFolders = Readonly<{
  root: string;
  archive: string;
  checks: string;
  /** Signed reports of checks, and what of them was accepted. */
  checkReports: string;
  exports: string;
  keys: string;
  logs: string;
  run: string;
  indexFile: string;
  hallFile: string;
  peersFile: string;
  directoryFile: string;
  /** Technical faults that belong to no hearing. */
  incidentsFile: string;
  /** The layout of the public's monitors and the volume as they were left. */
  monitorsFile: string;
  /** Which pedals, panels and lamps are the hall's, and what their buttons are bound to. */
  panelsFile: string;
  /** Files by which this hall introduces itself to others. */
  introductions: string;
  /** What was plugged in when a check last passed. */
  inventoryFile: string;
  peopleFile: string;
  /** Who is invited to take part from a page of their own, with hashes of link and code word. */
  participantsFile: string;
  /** Which place was taken for the second copy. */
  secondCopyFile: string;
  /** Which hearings were read again when, and what came of it. */
  verifiedFile: string;
}>;

/** `TARAZY_HOME`, or the platform's place for application data. Makes nothing. */
export function dataFolders(env: Readonly<Record<string, string | undefined>>): DataFolders {
  const root = path.resolve(env['TARAZY_HOME'] || platformHome(env));
  return {
    root,
    archive: path.join(root, 'archive'),
    checks: path.join(root, 'checks'),
    checkReports: path.join(root, 'check-reports'),
    exports: path.join(root, 'exports'),
    keys: path.join(root, 'keys'),
    logs: path.join(root, 'logs'),
    run: path.join(root, 'run'),
    indexFile: path.join(root, 'index.sqlite'),
    hallFile: path.join(root, 'hall.json'),
    peersFile: path.join(root, 'peers.json'),
    introductions: path.join(root, 'exports', 'halls'),
    incidentsFile: path.join(root, 'incidents.json'),
    directoryFile: path.join(root, 'directory.json'),
    monitorsFile: path.join(root, 'monitors.json'),
    inventoryFile: path.join(root, 'inventory.json'),
    panelsFile: path.join(root, 'panels.json'),
    peopleFile: path.join(root, 'people.json'),
    participantsFile: path.join(root, 'participants.json'),
    secondCopyFile: path.join(root, 'second-copy.json'),
    verifiedFile: path.join(root, 'verified.json'),
  };
}

function platformHome(env: Readonly<Record<string, string | undefined>>): string {
  if (process.platform === 'win32')
    return path.join(env['LOCALAPPDATA'] ?? path.join(os.homedir(), 'AppData', 'Local'), 'Tarazy');
  return path.join(env['XDG_DATA_HOME'] || path.join(os.homedir(), '.local', 'share'), 'tarazy');
}
