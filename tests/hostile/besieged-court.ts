import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CallSignalled } from '#contract/peers.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { PairedHall } from '#domain/peers/paired-hall.ts';
import { isOwnPath } from '../flow/hall-pair.ts';
import { openScriptedHearing, type ScriptedHall } from '../flow/scripted-hall.ts';
import type { Line } from '../flow/start-service.ts';
import { entriesOf, onlyHearingFolder, readJournal } from '../stage/record-files.ts';
import { wait, type Door } from './hostile-hall.ts';

const microphones = 2;
/** Within this a service that lives answers its console, whatever knocks at its other door. */
export const answerLimitMs = 2000;
const toldLimitMs = 4000;

/** A line of the service's log about something refused. */
export type LogLine = Readonly<{
  code?: string;
  address?: string;
  peerId?: string;
  why?: string;
  msg?: string;
  times?: number;
}>;

/** What must be seen of an attack besides that it had no effect. */
export type Evidence = Readonly<{
  code: string;
  /** Which line of the log speaks of it; null when the refusal was answered to the one who asked. */
  inLog: ((line: LogLine) => boolean) | null;
  /** The hall that must stand in the journal with this code. */
  inJournal?: HallPeerId;
  /** So many signals the call window may be given, because an honest offer came first. */
  honestSignals?: number;
}>;

export type CaseResult = Readonly<{ case: string; ok: boolean; figures: Readonly<Record<string, unknown>> }>;

export function readLog(home: string): readonly LogLine[] {
  const folder = path.join(home, 'logs');
  const names = readdirSync(folder).filter((name) => name.startsWith('hall.'));
  return names.flatMap((name) =>
    readFileSync(path.join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as LogLine),
  );
}

async function comes(holds: () => boolean, limitMs = toldLimitMs): Promise<boolean> {
  const endsMs = performance.now() + limitMs;
  while (!holds()) {
    if (performance.now() > endsMs) return false;
    await wait(40);
  }
  return true;
}

/** The hall that is attacked: a real service that records a hearing, with a console, a call window and an honest hall on its link. */
export class BesiegedCourt implements Door {
  readonly port: number;
  readonly home: string;
  readonly hall: ScriptedHall;
  readonly signalled: CallSignalled[] = [];
  readonly results: CaseResult[] = [];
  readonly #pid: number;
  #window: Line | null = null;
  /** The hall whose link must stand through everything. */
  #honestId: HallPeerId | null = null;

  private constructor(home: string, port: number, hall: ScriptedHall) {
    this.home = home;
    this.port = port;
    this.hall = hall;
    this.#pid = hall.service().pid;
  }

  static async open(home: string, port: number): Promise<BesiegedCourt> {
    const env = { TARAZY_PEER_PORT: String(port), TARAZY_PEER_HOST: '127.0.0.1' };
    const hall = await openScriptedHearing(home, microphones, env);
    const court = new BesiegedCourt(home, port, hall);
    court.#window = await hall.service().connect('call');
    court.#window.on('call.signalled', (signal) => {
      if (!isOwnPath(signal)) court.signalled.push(signal);
    });
    return court;
  }

  get console(): Line {
    return this.hall.secretary;
  }
  get window(): Line {
    return this.#window!;
  }
  get pid(): number {
    return this.#pid;
  }
  get hearingFolder(): string {
    return onlyHearingFolder(this.home);
  }
  mindHonest(hall: Pick<PairedHall, 'id'>): void {
    this.#honestId = hall.id;
  }
  isHonestUp(): boolean {
    return this.console.state()?.peers.some(({ id, link }) => id === this.#honestId && link === 'up') ?? false;
  }

  /** Makes one attack and prints what became of it. `attack` tells whether it was refused, and figures to be printed. */
  async under(
    name: string,
    { code, inLog, inJournal, honestSignals = 0 }: Evidence,
    attack: () => Promise<Readonly<{ isRefused: boolean } & Record<string, unknown>>>,
  ): Promise<void> {
    const signalsBefore = this.signalled.length;
    const beganMs = performance.now();
    const { isRefused, ...figures } = await attack().catch((error: unknown) => ({
      isRefused: false,
      error: String(error),
    }));
    const isCoded =
      inLog === null || (await comes(() => readLog(this.home).some((line) => line.code === code && inLog(line))));
    const isJournaled =
      inJournal === undefined
        ? null
        : await comes(() =>
            entriesOf(readJournal(this.hearingFolder), 'link.refused').some(
              ({ body }) => body.peerId === inJournal && body.code === code,
            ),
          );
    const askedMs = performance.now();
    const state = await Promise.race([this.console.ask('state.get', {}), wait(answerLimitMs).then(() => null)]);
    const answerMs = Math.round(performance.now() - askedMs);
    const isAlive = state?.ok === true && this.hall.service().run().pid === this.#pid;
    const isRecording = await comes(() => this.console.state()?.lamp.state === 'recording');
    const signals = this.signalled.length - signalsBefore - honestSignals;
    const isHonestUp = this.#honestId === null || (await comes(() => this.isHonestUp()));
    const ok = isRefused && isCoded && isJournaled !== false && isAlive && isRecording && signals === 0 && isHonestUp;
    const result = {
      case: name,
      ok,
      figures: {
        isRefused,
        code: isCoded ? code : null,
        isJournaled,
        signals,
        isAlive,
        answerMs,
        isRecording,
        isHonestUp,
        tookMs: Math.round(performance.now() - beganMs),
        ...figures,
      },
    };
    this.results.push(result);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    await this.#endCall();
  }

  async #endCall(): Promise<void> {
    const isOn = this.console.state()?.calls.some(({ state }) => state !== 'ended') ?? false;
    if (isOn) await this.console.ask('call.end', {});
  }
}
