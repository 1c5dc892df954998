import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a full decoding of `file` complains of; nothing for a whole file. */
export async function decodeComplaints(file: string): Promise<readonly string[]> {
  const args = [
    '-v',
    'error',
    '-nostdin',
    '-i',
    file,
    '-fps_mode',
    'passthrough',
    '-enc_time_base',
    '-1',
    '-f',
    'null',
    '-',
  ];
  const { stdout, stderr } = await run('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 }).catch((error: unknown) => {
    const { stdout = '', stderr = String(error) } = error as { stdout?: string; stderr?: string };
    return { stdout, stderr };
  });
  return `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
}

export type PacketTimes = Readonly<{ firstMs: number; endMs: number; packets: number; largestGapMs: number }>;

/** Where the packets of a one-stream file lie on its time line. */
export async function packetTimes(file: string): Promise<PacketTimes> {
  const args = ['-v', 'error', '-show_entries', 'packet=pts_time,duration_time', '-of', 'csv=p=0', file];
  const { stdout } = await run('ffprobe', args, { maxBuffer: 256 * 1024 * 1024 });
  const packets = stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(',').map((field) => Number(field) * 1000))
    .filter((fields) => Number.isFinite(fields[0]))
    .map(([atMs = 0, durationMs = 0]) => ({ atMs, durationMs: Number.isFinite(durationMs) ? durationMs : 0 }));
  const last = packets.at(-1);
  const steps = packets.slice(1).map((packet, index) => packet.atMs - (packets[index]?.atMs ?? 0));
  return {
    firstMs: packets[0]?.atMs ?? Number.NaN,
    endMs: last === undefined ? Number.NaN : last.atMs + last.durationMs,
    packets: packets.length,
    largestGapMs: Math.max(0, ...steps),
  };
}
