import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What may be killed, and what its death may cost: the record's own writers a moment, everything else nothing. */
export const victims = {
  service: 'nothing',
  call: 'nothing',
  console: 'nothing',
  gpu: 'nothing',
  spare: 'nothing',
  network: 'a moment',
  recorder: 'a moment',
  electron: 'a moment',
  audio: 'a moment',
  'video-capture': 'a moment',
} as const;
export type Victim = keyof typeof victims;

const helperMarks: Partial<Record<Victim, string>> = {
  audio: '--utility-sub-type=audio.mojom.AudioService',
  'video-capture': '--utility-sub-type=video_capture.mojom.VideoCaptureService',
  network: '--utility-sub-type=network.mojom.NetworkService',
  gpu: '--type=gpu-process',
  call: '--tarazy-window=call',
  console: '--tarazy-window=console',
};

function runPid(homeFolder: string, name: 'hall' | 'shell'): number | null {
  try {
    return (JSON.parse(readFileSync(path.join(homeFolder, 'run', `${name}.json`), 'utf8')) as { pid: number }).pid;
  } catch {
    // It is being replaced just now.
    return null;
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Which page is the recorder the shell says in the log; the spare that waits behind it looks the same to the system. */
function recorderPids(homeFolder: string): Readonly<{ recorder: readonly number[]; spare: readonly number[] }> {
  const logs = path.join(homeFolder, 'logs');
  const said = readdirSync(logs).flatMap((name) => [
    ...readFileSync(path.join(logs, name), 'utf8').matchAll(
      /shell\.window-loaded\\",\\"window\\":\\"recorder\\",\\"pid\\":(\d+)/g,
    ),
  ]);
  const active = Number(said.at(-1)?.[1]);
  const all = pidsWith(homeFolder, '--tarazy-window=recorder');
  return { recorder: all.filter((pid) => pid === active), spare: all.filter((pid) => pid !== active) };
}

/** The processes of this hall that play this part; none while it is being brought back. */
export function pidsOf(homeFolder: string, victim: Victim): readonly number[] {
  const run =
    victim === 'service' ? runPid(homeFolder, 'hall') : victim === 'electron' ? runPid(homeFolder, 'shell') : null;
  if (run !== null) return [run];
  if (victim === 'recorder' || victim === 'spare') return recorderPids(homeFolder)[victim];
  const mark = helperMarks[victim];
  return mark === undefined ? [] : pidsWith(homeFolder, mark);
}

function pidsWith(homeFolder: string, mark: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = commandOf(pid);
      return command.includes(` ${mark} `) && command.includes(`--user-data-dir=${homeFolder}`);
    })
    .map(Number);
}
