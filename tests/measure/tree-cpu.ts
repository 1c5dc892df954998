import { readdirSync, readFileSync } from 'node:fs';

type Process = Readonly<{ pid: number; parent: number; cpuTicks: number; command: string }>;

/** The kernel's clock ticks a second; 100 on every Linux that Debian builds. */
const ticksPerSecond = 100;

function readProcess(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'latin1');
    const open = stat.indexOf('(');
    const close = stat.lastIndexOf(')');
    const fields = stat.slice(close + 2).split(' ');
    return {
      pid,
      parent: Number(fields[1]),
      cpuTicks: Number(fields[11]) + Number(fields[12]),
      command: duty(pid, stat.slice(open + 1, close)),
    };
  } catch {
    // The process ended between the listing and the reading.
    return undefined;
  }
}

/** Ticks that all processors of the machine have worked since it started, for whomever. */
function workedTicks(): number {
  const [, user, nice, system, , , irq, softIrq] = readFileSync('/proc/stat', 'latin1').split('\n', 1)[0]!.split(/ +/);
  return [user, nice, system, irq, softIrq].reduce((sum, ticks) => sum + Number(ticks), 0);
}

/** CPU that others than the tree under `root` used while `during` ran, in percent of one core: what a measurement suffered. */
export async function othersCpuPercent<Value>(
  root: number,
  during: () => Promise<Value>,
): Promise<{ percent: number; value: Value }> {
  const others = (): number => workedTicks() - processTree(root).reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
  const before = others();
  const startedAt = performance.now();
  const value = await during();
  const seconds = (performance.now() - startedAt) / 1000;
  return { percent: Math.max(0, ((others() - before) / ticksPerSecond / seconds) * 100), value };
}

/** Electron's processes bear one name; what each is for stands on its command line. */
function duty(pid: number, command: string): string {
  if (command !== 'electron') return command;
  const line = readFileSync(`/proc/${String(pid)}/cmdline`, 'latin1');
  const type = /--type=([\w-]+)/.exec(line)?.[1];
  const service = /--utility-sub-type=(?:\w+\.mojom\.)?(\w+)/.exec(line)?.[1];
  return type === undefined ? command : `${command} ${service ?? type}`;
}

/** Every process of the tree under `root`, the root included. */
export function processTree(root: number): readonly Process[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((process) => process !== undefined);
  const members = new Set([root]);
  for (let grew = true; grew;) {
    grew = false;
    for (const process of all) {
      if (members.has(process.parent) && !members.has(process.pid)) {
        members.add(process.pid);
        grew = true;
      }
    }
  }
  return all.filter((process) => members.has(process.pid));
}

/**
 * CPU that the tree under `root` used while `during` ran, in percent of one core, and each command's share.
 * Processes that end in between lose their last ticks, so measure steady stretches only.
 */
export async function treeCpuPercent(
  root: number,
  during: () => Promise<void>,
): Promise<{ percent: number; byCommand: Record<string, number> }> {
  const before = new Map(processTree(root).map((process) => [process.pid, process]));
  const startedAt = performance.now();
  await during();
  const seconds = (performance.now() - startedAt) / 1000;
  let ticks = 0;
  const byCommand: Record<string, number> = {};
  for (const process of processTree(root)) {
    const used = process.cpuTicks - (before.get(process.pid)?.cpuTicks ?? 0);
    ticks += used;
    const percent = (used / ticksPerSecond / seconds) * 100;
    byCommand[process.command] = Math.round(((byCommand[process.command] ?? 0) + percent) * 10) / 10;
  }
  return { percent: (ticks / ticksPerSecond / seconds) * 100, byCommand };
}
