import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

export const relayPort = 3478;

/** A real coturn in a namespace, which takes browsers by TCP only and relays within that namespace. */
export type Relay = Readonly<{
  /** What it wrote so far. */
  said(): string;
  stop(): Promise<void>;
}>;

/** Installs coturn where it is missing. */
export function bringRelay(): void {
  execFileSync(process.execPath, [path.join(import.meta.dirname, '..', '..', 'tools', 'relay.mjs')], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

export async function startRelay(namespace: string, address: string, secret: string): Promise<Relay> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-relay-'));
  const settings = path.join(folder, 'turnserver.conf');
  const lines = [
    ...[`listening-ip=${address}`, `relay-ip=${address}`, `listening-port=${String(relayPort)}`],
    ...['no-udp', 'no-tls', 'no-dtls', 'no-cli', 'no-multicast-peers', 'fingerprint', 'verbose'],
    ...['use-auth-secret', `static-auth-secret=${secret}`, 'realm=tarazy'],
    ...['log-file=stdout', 'simple-log', `pidfile=${path.join(folder, 'turnserver.pid')}`],
    `userdb=${path.join(folder, 'turndb')}`,
  ];
  // The secret stands in no command line, which every process of the machine can read.
  writeFileSync(settings, `${lines.join('\n')}\n`, { mode: 0o600 });
  const inside = ['ip', 'netns', 'exec', namespace, 'turnserver', '-c', settings];
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', ...inside], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exit = once(child, 'exit');
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => (said += `${line}\n`));
  const endsAtMs = Date.now() + 10_000;
  while (!/TCP listener opened|IPv4\. TCP/i.test(said)) {
    if (Date.now() > endsAtMs || child.exitCode !== null) throw new Error(`coturn did not come up:\n${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    said: () => said,
    async stop() {
      child.kill('SIGKILL');
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
