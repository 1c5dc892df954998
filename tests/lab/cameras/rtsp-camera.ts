import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';

export type RtspWish = Readonly<{
  codec?: 'h264' | 'b-frames';
  /** What it sees, of GStreamer's `videotestsrc`; a ball that moves when left out. */
  pattern?: 'ball' | 'smpte';
  width?: number;
  height?: number;
  frameRate?: number;
  /** Pictures from one key picture to the next. */
  keyEvery?: number;
  user?: string;
  password?: string;
}>;

/** A network camera with a real RTSP server (GStreamer's), which can be switched off, made to stand still, and on again at its old address. */
export type RtspCamera = Readonly<{
  url: string;
  port: number;
  /** Pulls its plug. */
  kill(): Promise<void>;
  /** Stands still with every connection open, until it is told to go on. */
  hang(): void;
  goOn(): void;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}>;

/** Throws when GStreamer's RTSP server is not there (`gir1.2-gst-rtsp-server-1.0`). */
export async function startRtspCamera(wish: RtspWish = {}): Promise<RtspCamera> {
  let { child, port } = await begin(wish, 0);
  const end = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  };
  return {
    url: `rtsp://127.0.0.1:${String(port)}/cam`,
    port,
    kill: end,
    hang: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async startAgain() {
      ({ child, port } = await begin(wish, port));
    },
    stop: end,
  };
}

function begin(wish: RtspWish, port: number): Promise<{ child: ChildProcess; port: number }> {
  const script = path.join(import.meta.dirname, 'rtsp-camera.py');
  // The system's own Python has GStreamer's bindings; another one in front of it may have none.
  const args = ['--pdeathsig', 'KILL', '--', '/usr/bin/python3', script, JSON.stringify({ ...wish, port })];
  const child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    child.stdout.once('data', (text: Buffer) => resolve({ child, port: Number(text.toString()) }));
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`the laboratory's network camera did not start: ${said}`)));
  });
}
