import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measureBleed, rms } from '../lab/bleed.ts';
import { prepareLab } from '../lab/prepare.ts';
import type { LabProducts } from '../lab/prepare.ts';
import { counterOf, judgeCounter, readCounter } from '../lab/read-counter.ts';
import { startLab } from '../lab/start-lab.ts';
import type { Lab } from '../lab/start-lab.ts';
import { decodeSound, encodeWave, sampleRate } from '../lab/wave-file.ts';

const run = promisify(execFile);

let products: LabProducts;
let folder: string;
beforeAll(async () => {
  products = await prepareLab();
  folder = mkdtempSync(path.join(os.tmpdir(), 'tarazy-flow-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('The burned-in counter', () => {
  const cellsOf = (value: number): number[] => {
    const bits = Array.from({ length: 24 }, (_, place) => (value >> (23 - place)) & 1);
    const parity = bits.reduce((sum, bit) => sum ^ bit, 0);
    return [1, 0, ...bits, parity, 1 - parity].map((bit) => (bit === 1 ? 235 : 16));
  };

  test('is read from its cells, and not at all when one of them is wrong, grey, or everything is black', () => {
    expect(counterOf(cellsOf(0xabcdef))).toBe(0xabcdef);
    for (let cell = 0; cell < 28; cell += 1) {
      expect(counterOf(cellsOf(0xabcdef).with(cell, cellsOf(0xabcdef)[cell] === 16 ? 235 : 16))).toBeNull();
      expect(counterOf(cellsOf(0xabcdef).with(cell, 128))).toBeNull();
    }
    expect(counterOf(new Uint8Array(28).fill(16))).toBeNull();
  });

  test('tells what is missing, repeated and unreadable', () => {
    const reading = judgeCounter([10, 11, 11, null, 14].map((value, index) => ({ atMs: index * 40, value })));
    expect(reading).toMatchObject({ unreadable: 1, missing: 2, repeated: 1, presentShare: 3 / 5 });
  });

  /** The camera's own pictures through a real H.264 encoder at a poor bit rate; `select` decides which of them arrive. */
  async function film(widthPx: number, heightPx: number, select: string): Promise<string> {
    const file = path.join(folder, `film-${String(widthPx)}-${String(readdirSync(folder).length)}.mkv`);
    const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${String(widthPx)}x${String(heightPx)}`, '-r', '25'];
    const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-b:v', '400k', '-g', '50'];
    const command = `"$1" "$2" "$3" 100 | ffmpeg -v error "\${@:4}"`;
    const args = [...raw, '-i', '-', '-vf', `select='${select}'`, '-fps_mode', 'passthrough', ...coded, file];
    await run('bash', [
      '-o',
      'pipefail',
      '-c',
      command,
      'film',
      products.frames,
      String(widthPx),
      String(heightPx),
      ...args,
    ]);
    return file;
  }

  test.each([
    [1280, 720],
    [1920, 1080],
    [640, 360],
  ])('survives H.264 at %i × %i without one unreadable frame', async (widthPx, heightPx) => {
    const { frames, ...verdict } = await readCounter(await film(widthPx, heightPx, '1'));
    expect(frames.map((frame) => frame.value)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(verdict).toEqual({ unreadable: 0, missing: 0, repeated: 0, presentShare: 1 });
  });

  test('shows frames that were lost on the way', async () => {
    const reading = await readCounter(await film(1280, 720, 'not(between(n,30,32))'));
    expect(reading).toMatchObject({ unreadable: 0, missing: 3, repeated: 0, presentShare: 0.97 });
  });
});

describe('The bleed between tracks', () => {
  const speakers = ['ru-judge', 'kk-secretary', 'ru-witness'] as const;
  const silent = [8, 10, 12].map((fromS) => ({ fromMs: fromS * 1000, toMs: fromS * 1000 + 1500 }));
  const seconds = 14;

  /** Three tracks in Opus; each speaker pauses once. `leak` of the next speaker's sound gets into each track. */
  async function recordings(leak: number) {
    const spoken = await Promise.all(
      speakers.map(async (speaker, index) => {
        const speech = await decodeSound(path.join(products.speechFolder, `${speaker}.wav`));
        const sound = speech.slice(0, seconds * sampleRate);
        const { fromMs, toMs } = silent[index]!;
        return sound.fill(0, ((fromMs - 300) * sampleRate) / 1000, ((toMs + 300) * sampleRate) / 1000);
      }),
    );
    return Promise.all(
      speakers.map(async (speaker, index) => {
        const other = spoken[(index + 1) % speakers.length]!;
        const wave = path.join(folder, `${speaker}-${String(leak)}.wav`);
        writeFileSync(wave, encodeWave(spoken[index]!.map((sample, at) => sample + leak * other[at]!)));
        const file = wave.replace('.wav', '.mkv');
        await run('ffmpeg', ['-v', 'error', '-y', '-i', wave, '-c:a', 'libopus', '-b:a', '64k', file]);
        return { track: speaker, file, speaker, startMs: 0, silent: silent[index]! };
      }),
    );
  }

  test('is under −60 dB for tracks that hold their own speaker only', async () => {
    const findings = await measureBleed(await recordings(0), products.speechFolder);
    for (const { speaker, heard, likeness, nextLikeness, bleedDb } of findings) {
      expect(heard).toBe(speaker);
      expect(likeness).toBeGreaterThan(0.9);
      expect(nextLikeness).toBeLessThan(0.5);
      expect(bleedDb).toBeLessThan(-60);
    }
  });

  test('is found when a fiftieth of a neighbour leaks in', async () => {
    // One of two neighbours at −34 dB.
    for (const { bleedDb } of await measureBleed(await recordings(0.02), products.speechFolder)) {
      expect(bleedDb).toBeGreaterThan(-45);
      expect(bleedDb).toBeLessThan(-25);
    }
  });
});

describe('The virtual courtroom', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab({
      microphones: [
        { name: 'judge', label: 'Microphone Judge', channels: ['ru-judge'] },
        { name: 'witness', label: 'Microphone Witness', channels: ['kk-witness'] },
        { name: 'mixer', label: 'Mixer', channels: [null, null, null, null, null, 'kk-defender', null, null] },
      ],
      cameras: [{ name: 'cam-judge', label: 'Camera Judge' }],
      loudspeakers: [{ name: 'hall', label: 'Hall Loudspeakers' }],
      screen: { widthPx: 640, heightPx: 480 },
    });
  });
  afterAll(async () => {
    await lab.stop();
    expect(existsSync(lab.folder)).toBe(false);
  });

  /** Level of each channel of a source over a while, full scale 1. The channels are asked by name, or they would be mixed. */
  async function listen(source: string, channelMap: readonly string[], seconds: number): Promise<readonly number[]> {
    const channels = channelMap.length;
    const format = ['--raw', '--format=float32le', '--rate=48000', `--channels=${String(channels)}`];
    const args = [`--device=${source}`, `--channel-map=${channelMap.join(',')}`, ...format];
    const parec = spawn('parec', args, { env: lab.env, stdio: ['ignore', 'pipe', 'ignore'] });
    const wantedBytes = channels * seconds * sampleRate * 4;
    let heard = Buffer.alloc(0);
    for await (const bytes of parec.stdout) {
      heard = Buffer.concat([heard, bytes as Buffer]);
      if (heard.length >= wantedBytes) break;
    }
    parec.kill();
    const samples = new Float32Array(heard.buffer.slice(heard.byteOffset, heard.byteOffset + wantedBytes));
    return channelMap.map((_, channel) => rms(samples.filter((_, at) => at % channels === channel)));
  }
  const mono = ['mono'];
  const eight = Array.from({ length: 8 }, (_, channel) => `aux${String(channel)}`);

  test('gives every microphone speech at an ordinary level, and the mixer on its sixth channel only', async () => {
    const [[judge], [witness], mixer] = await Promise.all([
      listen('mic_judge', mono, 3),
      listen('mic_witness', mono, 3),
      listen('mic_mixer', eight, 3),
    ]);
    for (const level of [judge!, witness!, mixer[5]!]) {
      expect(20 * Math.log10(level)).toBeGreaterThan(-26);
      expect(20 * Math.log10(level)).toBeLessThan(-15);
    }
    expect(mixer.filter((level) => level > 0)).toHaveLength(1);
  });

  test('lets a speaker fall silent and go on, and a microphone be unplugged and plugged in again', async () => {
    const judge = lab.microphones.get('judge')!;
    await judge.hush();
    // What was already on its way to the sink is still heard for a moment.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(await listen('mic_judge', mono, 1)).toEqual([0]);
    await judge.speak();
    expect((await listen('mic_judge', mono, 2))[0]).toBeGreaterThan(0.01);

    await judge.unplug();
    expect(await lab.pactl('list', 'short', 'sources')).not.toContain('mic_judge');
    await judge.plug();
    expect(await lab.pactl('list', 'short', 'sources')).toContain('mic_judge');
  });

  test('has a camera that comes and goes', async () => {
    const nodes = async (): Promise<string> => (await run('pw-cli', ['ls', 'Node'], { env: lab.env })).stdout;
    expect(await nodes()).toContain('cam-judge');
    await lab.cameras.get('cam-judge')!.unplug();
    expect(await nodes()).not.toContain('cam-judge');
    await lab.cameras.get('cam-judge')!.plug();
    expect(await nodes()).toContain('cam-judge');
  });

  test('dies with its owner, and the next one sweeps its folder', async () => {
    const main = path.join(import.meta.dirname, '..', 'lab', 'main.ts');
    const owner = spawn(process.execPath, [main, 'up'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const abandoned = (JSON.parse(line.toString()) as { folder: string }).folder;
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    await expect.poll(() => processesIn(abandoned), { timeout: 5000 }).toEqual([]);
    expect(existsSync(abandoned)).toBe(true);
    const next = await startLab({ screen: { widthPx: 640, heightPx: 480 } });
    expect(existsSync(abandoned)).toBe(false);
    await next.stop();
  });
});

/** Pids whose environment names the folder; zombies have none. */
function processesIn(labFolder: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`${labFolder}/`);
    } catch {
      return false;
    }
  });
}
