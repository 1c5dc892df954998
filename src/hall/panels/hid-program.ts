/*
 * The program that holds pedals, panels and lamps. A process of its own, because a native library that falls over must
 * not take the record's service along, and because only somebody who outlives the service can put its lamp out. It says
 * what it does in JSON lines and ends, the lamp out, when its stdin does.
 */
import { openHidPort } from '../../../native/hid/index.ts';
import { keepHeapSmall } from '../plumbing/index.ts';
import type { HidOrder, HidSays } from './hid-talk.ts';
import { serveHid } from './serve-hid.ts';

/** A lamp that does not answer keeps nobody waiting. */
const endLimitMs = 1000;

keepHeapSmall({ bytesPassThrough: false });
const say = (said: HidSays): void => void process.stdout.write(`${JSON.stringify(said)}\n`);
const opened = await openHidPort();
if (!opened.ok) say({ is: 'no-library', cause: String(Object.values(opened.fault.args)[0] ?? '') });
const serving = opened.ok ? serveHid(opened.value, say) : null;

function end(): void {
  setTimeout(() => process.exit(0), endLimitMs);
  void Promise.resolve(serving?.end()).then(() => process.exit(0));
}

let rest = '';
process.stdin.setEncoding('utf8').on('data', (text: string) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) serving?.hear(JSON.parse(line) as HidOrder);
});
process.stdin.on('end', end).on('error', end);
process.stdout.on('error', end);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, end);
