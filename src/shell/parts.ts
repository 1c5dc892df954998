import type { App, WebContents } from 'electron';
import type { ShellPart } from '#contract/parts.ts';
import type { ShellDoor } from '#contract/shell.ts';

const serviceNames: Partial<Record<ShellPart, string>> = {
  audio: 'audio.mojom.AudioService',
  'video-capture': 'video_capture.mojom.VideoCaptureService',
  network: 'network.mojom.NetworkService',
};
/** What Electron calls its helpers when they die. */
const helperNames: Readonly<Record<string, ShellPart>> = {
  'Audio Service': 'audio',
  'Video Capture': 'video-capture',
  'Network Service': 'network',
};

/** The helper of which Electron tells that it is gone; null for one that people need not be told of. */
export function helperPart(details: Readonly<{ type: string; name?: string }>): ShellPart | null {
  return details.type === 'GPU' ? 'gpu' : (helperNames[details.name ?? ''] ?? null);
}

/** The process of a window or helper; null when it is not there just now. */
export function pidOfPart(
  app: Pick<App, 'getAppMetrics'>,
  contentsOf: (name: ShellDoor['window']) => WebContents | null,
  part: ShellPart,
): number | null {
  if (part === 'recorder' || part === 'call' || part === 'console') return contentsOf(part)?.getOSProcessId() ?? null;
  const found = app
    .getAppMetrics()
    .find(({ type, serviceName }) =>
      part === 'gpu' ? type === 'GPU' : serviceName !== undefined && serviceName === serviceNames[part],
    );
  return found?.pid ?? null;
}

/**
 * Ends a process that does not answer. Chromium's own way asks the process itself, which would not answer that either.
 * False when there was none.
 */
export function endProcess(pid: number | null): boolean {
  // 0 is our own group of processes.
  if (pid === null || pid <= 0) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    // It ended meanwhile.
    return false;
  }
}
