import { mkdtempSync, writeFileSync, readFileSync, mkdirSync } from 'node:fs';
import { request } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import type { JoinAct, JoinHello, JoinTold } from '#contract/join.ts';
import type { PartyFrame } from '#contract/party-link.ts';
import { until } from './start-service.ts';

/** A folder with a page as small as one can be. */
export function smallestPage(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tarazy-page-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(path.join(folder, 'assets', 'page.js'), 'export {};');
  writeFileSync(path.join(folder, 'secret.pem'), 'never served');
  return folder;
}

/** The authority of the hall of this home, as a person would install it. */
export function authorityOf(keysFolder: string): string {
  const file = path.join(keysFolder, 'room-authority.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { certificate: string }).certificate;
}

export type Got = Readonly<{ status: number; headers: IncomingHttpHeaders; text: string }>;

/** One request, answered or refused by the end of the line (status 0). */
export function get(
  port: number,
  ca: string,
  address: string,
  more: Readonly<{ method?: string; headers?: Record<string, string>; body?: string }> = {},
): Promise<Got> {
  return new Promise((resolve) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', servername: 'localhost', port, ca, path: address, agent: false },
        ...{ method: more.method ?? 'GET', headers: more.headers },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    asked.on('error', () => resolve({ status: 0, headers: {}, text: '' }));
    asked.end(more.body);
  });
}

/** The page of a participant, played by script. */
export type ScriptedPage = Readonly<{
  told: JoinTold[];
  last(): JoinTold | undefined;
  isOpen(): boolean;
  say(said: JoinHello | JoinAct | PartyFrame | object): void;
  sendRaw(text: string | Buffer): void;
  /** The newest frame of this kind, waited for. */
  heard<Say extends JoinTold['say']>(say: Say, limitMs?: number): Promise<Extract<JoinTold, { say: Say }>>;
  closed(limitMs?: number): Promise<void>;
  drop(): void;
}>;

export async function openPage(
  port: number,
  ca: string,
  origin = `https://127.0.0.1:${String(port)}`,
): Promise<ScriptedPage> {
  const socket = new WebSocket(`wss://127.0.0.1:${String(port)}/v1/join`, { ca, origin });
  const told: JoinTold[] = [];
  socket.on('message', (bytes: Buffer) => {
    const said = JSON.parse(bytes.toString('utf8')) as JoinTold;
    // That the line stands is said every few seconds, and is no news.
    if (said.say !== 'here') told.push(said);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve());
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  const isOpen = (): boolean => socket.readyState === WebSocket.OPEN;
  return {
    told,
    isOpen,
    last: () => told.at(-1),
    say: (said) => socket.send(JSON.stringify(said)),
    sendRaw: (text) => socket.send(text),
    async heard(say, limitMs = 5000) {
      const find = () => told.findLast((each) => each.say === say);
      await until(
        () => find() !== undefined,
        limitMs,
        `the page was told ${say}`,
        () => JSON.stringify(told),
      );
      return find() as never;
    },
    closed: (limitMs = 5000) => until(() => !isOpen(), limitMs, 'the line was ended'),
    drop: () => socket.terminate(),
  };
}

/** What stands behind the `#` of a personal link. */
export function secretOf(link: string): string {
  return link.split('#')[1] ?? '';
}

/** Knocks with the secret of a link and a code word. */
export async function knock(port: number, ca: string, link: string, word: string): Promise<ScriptedPage> {
  const page = await openPage(port, ca);
  page.say({ say: 'knock', link: secretOf(link), word, language: 'kk' });
  return page;
}
