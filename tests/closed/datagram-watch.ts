import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const everyMs = 10;

/** Watches whether any UDP, and so any sound or picture, goes into or out of a network namespace. */
export type DatagramWatch = Readonly<{
  /** When the last datagram was seen, ms since 1970, true to ten milliseconds; NaN before the first. */
  lastAtMs(): number;
  /** Of datagrams since the last time this was asked. */
  taken(): number;
  stop(): void;
}>;

export function watchDatagrams(namespace: string): DatagramWatch {
  // Of the processes inside the one that plays the hall lives as long as the hall does; windows come and go.
  const pids = execFileSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' }).trim().split('\n');
  const pid = pids.find((each) => readFileSync(`/proc/${each}/cmdline`, 'latin1').includes('hall-in-namespace'));
  const count = (): number => {
    const lines = readFileSync(`/proc/${String(pid)}/net/snmp`, 'latin1').split('\n');
    const [names = '', values = ''] = lines.filter((line) => line.startsWith('Udp: '));
    const at = (name: string): number => Number(values.split(' ')[names.split(' ').indexOf(name)]);
    return at('InDatagrams') + at('OutDatagrams');
  };
  let newest = count();
  let takenUntil = newest;
  let lastAtMs = Number.NaN;
  const looking = setInterval(() => {
    const now = count();
    if (now !== newest) lastAtMs = Date.now();
    newest = now;
  }, everyMs);
  return {
    lastAtMs: () => lastAtMs,
    taken() {
      const since = newest - takenUntil;
      takenUntil = newest;
      return since;
    },
    stop: () => clearInterval(looking),
  };
}
