import path from 'node:path';
import type { KeyFrame } from '#contract/peer-link.ts';
import type { HallPeerId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome.ts';
import { newestPin, pinsOf, type PairedHall } from '#domain/peers/paired-hall.ts';
import { keyIdOf } from '../../../../src/hall/peers/certificate.ts';
import { openOwnKeys, type OwnKeys } from '../../../../src/hall/peers/own-keys.ts';
import { openPairedHalls, type PairedHalls } from '../../../../src/hall/peers/paired-halls.ts';
import { createRenewals, type Renewals } from '../../../../src/hall/peers/renewals.ts';
import { quietLog } from '../api/open-door.ts';

export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(outcome.fault.key);
  return outcome.value;
}

/** A hall with its keys and pins on its own disk, and what its room for keys said and refused. */
export type KeyHall = {
  readonly home: string;
  run: string;
  keys: OwnKeys;
  paired: PairedHalls;
  renewals: Renewals;
  said: KeyFrame[];
  refused: string[];
  isUp: boolean;
  isCallOn: boolean;
};

/** Two paired halls and the line between them, played; everything else is real. */
export type KeyPair = Readonly<{
  court: KeyHall;
  colony: KeyHall;
  /** A test moves both halls' clocks by it. */
  clock: { skippedMs: number };
  /** What a hall knows of the other one. */
  entry(of: KeyHall): PairedHall;
  /** What a service does that was killed: begins with what is on its disk. */
  reopen(...halls: readonly KeyHall[]): Promise<void>;
  /** TLS as both sides judge it: which keys are shown, and whether each is let in; then the hellos. */
  meet(dialler: KeyHall, accepter: KeyHall): Promise<boolean>;
  /** Brings what was said so far to the other side; `lost` says what does not come. */
  carry(lost?: (frame: KeyFrame) => boolean): Promise<void>;
  part(): void;
  settle(): Promise<void>;
}>;

let runs = 0;

export async function openKeyPair(folder: string): Promise<KeyPair> {
  const clock = { skippedMs: 0 };
  const nowMs = (): number => Date.now() + clock.skippedMs;
  const court = { home: path.join(folder, 'court') } as KeyHall;
  const colony = { home: path.join(folder, 'colony') } as KeyHall;
  const halls = [court, colony] as const;
  const otherThan = (hall: KeyHall): KeyHall => (hall === court ? colony : court);
  const entry = (of: KeyHall): PairedHall => of.paired.all()[0]!;

  async function open(hall: KeyHall): Promise<void> {
    const paired = valueOf(openPairedHalls(path.join(hall.home, 'peers.json'), quietLog));
    const hasPairedHalls = paired.all().length > 0;
    const keys = valueOf(await openOwnKeys(path.join(hall.home, 'keys'), { hasPairedHalls, nowMs, log: quietLog }));
    await keys.prune(paired.all().map(({ ownKeyId }) => ownKeyId));
    runs += 1;
    Object.assign(hall, { paired, keys, said: [], refused: [], isUp: false, isCallOn: false });
    hall.run = String(runs).padStart(32, '0');
    hall.renewals = createRenewals({
      ...{ keys, paired, nowMs, log: quietLog },
      guard: { runOf: () => otherThan(hall).run, ownRun: hall.run },
      isUp: () => hall.isUp,
      isCallOn: () => hall.isCallOn,
      say: (_peerId, frame) => hall.said.push(frame),
      refresh() {},
      refused: (_peerId, key, why) => hall.refused.push(`${key}: ${why}`),
    });
  }
  const settle = async (): Promise<void> => {
    for (const { renewals } of halls) await renewals.settle();
  };

  for (const hall of halls) await open(hall);
  for (const hall of halls) {
    const { id, certificate } = otherThan(hall).keys.newest();
    const place = { court: 'Other', hall: '1', address: null, pairedAtMs: 1 };
    valueOf(await hall.paired.save({ ...place, id, certificate, ownId: hall.keys.newest().id }));
  }
  return {
    court,
    colony,
    clock,
    entry,
    settle,
    async reopen(...which) {
      for (const hall of which) await open(hall);
    },
    async meet(dialler, accepter) {
      const client = dialler.keys.of(entry(dialler).ownKeyId);
      const asked = keyIdOf(newestPin(entry(dialler)));
      const server = accepter.keys.of(asked) ?? accepter.keys.newest();
      const isLetIn = client !== undefined && accepter.paired.byKey(client.id) !== undefined;
      if (!isLetIn || !pinsOf(entry(dialler)).map(keyIdOf).includes(server.id)) return false;
      [dialler.isUp, accepter.isUp] = [true, true];
      const knownAs = (hall: KeyHall): HallPeerId => keyIdOf(newestPin(entry(hall)));
      const [byDialler, byAccepter] = [knownAs(dialler), knownAs(accepter)];
      accepter.renewals.linkUp(entry(accepter).id, client.id, byDialler);
      dialler.renewals.linkUp(entry(dialler).id, server.id, byAccepter);
      await settle();
      return true;
    },
    async carry(lost = () => false) {
      for (let round = 0; round < 4; round += 1) {
        for (const from of halls) {
          const to = otherThan(from);
          for (const frame of from.said.splice(0)) if (!lost(frame)) to.renewals.received(entry(to).id, frame);
          await settle();
        }
      }
    },
    part() {
      for (const hall of halls) {
        hall.isUp = false;
        hall.said.length = 0;
        hall.renewals.linkDown(entry(hall).id);
      }
    },
  };
}
