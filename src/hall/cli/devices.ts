import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { done } from '#domain/outcome.ts';
import { openSoundServer } from '../../../native/sound-server/index.ts';
import { exitCodes, type Command } from './command.ts';

/** The sources of the sound server with their channels, and the cameras as far as the system tells them. */
export const devicesCommand: Command = async ({ say }) => {
  const sources = await openSoundServer().listSources();
  const cameras = listCameras();
  const microphones =
    sources === 'not-available' || !sources.ok ? null : sources.value.filter((source) => !source.isMonitor);
  return done({
    exit: microphones === null ? exitCodes.found : exitCodes.done,
    lines: [
      say('cli.devices.sources'),
      ...(microphones === null ? [`  ${say('cli.devices.noSoundServer')}`] : []),
      ...(microphones?.length === 0 ? [`  ${say('cli.devices.none')}`] : []),
      ...(microphones ?? []).map(
        ({ source, label, channels, sampleRate }) =>
          `  ${label}  ${say('cli.devices.channels', { channels, sampleRate })}  ${source}`,
      ),
      say('cli.devices.cameras'),
      ...(cameras.length === 0
        ? [`  ${say('cli.devices.byWindow')}`]
        : cameras.map(({ device, name }) => `  ${name}  ${device}`)),
    ],
    json: { sources: microphones, cameras },
  });
};

/** Linux names its cameras in /sys; elsewhere only the recorder window can ask for them. */
function listCameras(): readonly Readonly<{ device: string; name: string }>[] {
  const folder = '/sys/class/video4linux';
  if (process.platform !== 'linux' || !existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((device) => {
      const nameFile = path.join(folder, device, 'name');
      return {
        device: path.join('/dev', device),
        name: existsSync(nameFile) ? readFileSync(nameFile, 'utf8').trim() : device,
      };
    });
}
