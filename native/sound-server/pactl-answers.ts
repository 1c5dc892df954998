import type { CaptureStream, SoundSource } from './sound-server.ts';

/* What `pactl --format=json list …` says, read with care: anything that is not as expected is left out. */

type Fields = Readonly<Record<string, unknown>>;

/** Sources in the server's order; a loudspeaker's monitor is a source too, for mixers that are fed in software. */
export function readSources(answer: unknown): readonly SoundSource[] {
  return listOf(answer).flatMap((entry) => {
    const source = text(entry['name']);
    const properties = isFields(entry['properties']) ? entry['properties'] : {};
    const format = /(\d+)ch (\d+)Hz/.exec(text(entry['sample_specification']));
    if (source === '' || format === null) return [];
    return [
      {
        index: number(entry['index']) ?? -1,
        source,
        label: text(entry['description']) || source,
        channels: Number(format[1]),
        sampleRate: Number(format[2]),
        channelMap: text(entry['channel_map'])
          .split(',')
          .map((position) => position.trim()),
        isMonitor: text(entry['monitor_source']) !== '',
        serial: text(properties['device.serial']),
        port: text(properties['device.bus_path']),
      },
    ];
  });
}

/** Capture streams of programs. The server's own routes have no client and are no captures. */
export function readCaptures(answer: unknown, sources: readonly SoundSource[]): readonly CaptureStream[] {
  return listOf(answer).flatMap((entry) => {
    const properties = isFields(entry['properties']) ? entry['properties'] : {};
    if (isNoClient(entry['client'])) return [];
    const pid = Number(text(properties['application.process.id']));
    return [
      {
        index: number(entry['index']) ?? -1,
        program:
          text(properties['application.process.binary']) ||
          text(properties['application.name']) ||
          text(properties['media.name']),
        pid: Number.isInteger(pid) && pid > 0 ? pid : null,
        source: sources.find((source) => source.index === number(entry['source']))?.source ?? '',
      },
    ];
  });
}

function isNoClient(client: unknown): boolean {
  return client === null || client === undefined || client === '' || client === 'n/a' || client === '4294967295';
}

function listOf(answer: unknown): readonly Fields[] {
  return Array.isArray(answer) ? answer.filter(isFields) : [];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
