import { spawn } from 'node:child_process';

/** Runs ffmpeg, giving its output away as it comes; resolves with what it said. Throws when it fails. */
export function decode(args: readonly string[], take: (bytes: Buffer) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const decoder = spawn('ffmpeg', ['-hide_banner', '-nostdin', '-nostats', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    decoder.stdout.on('data', take);
    decoder.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    decoder.once('error', reject);
    decoder.once('close', (code) => {
      if (code === 0) resolve(said.join(''));
      else reject(new Error(said.join('').slice(-2000)));
    });
  });
}

/** The presentation times, in s, that a `showinfo` or `ashowinfo` filter told of its frames, and their samples if they are sound. */
export function toldFrames(said: string): readonly Readonly<{ atS: number; samples: number }>[] {
  return [...said.matchAll(/\bn: *\d+ pts: *-?\d+ pts_time:(-?[\d.]+)[^\n]*/g)].map(([line, atS]) => ({
    atS: Number(atS),
    samples: Number(/nb_samples:(\d+)/.exec(line)?.[1] ?? 0),
  }));
}
