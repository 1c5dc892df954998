import { randomUUID } from 'node:crypto';
import type { PanelsShown } from '#contract/panels.ts';
import { checkItemOf, type CheckFinding, type CheckItem } from '#domain/check/check-item.ts';
import { fault, type Fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isSameButton, type Button } from '#domain/panels/button.ts';
import { ButtonLearner } from '#domain/panels/learn-button.ts';
import type { PanelAct } from '#domain/panels/panel-acts.ts';
import { matchPanels } from '#domain/panels/panel-identity.ts';
import type { HidDevice } from '../../../native/hid/index.ts';
import type { Panels, PanelsNeeds } from './door.ts';
import { mayBePanel } from './eligible.ts';
import { liveEveryMs, type HidSays } from './hid-talk.ts';
import { LampDesk } from './lamp-desk.ts';
import { lightOf } from './lights.ts';
import { PanelFaults, type PanelTrouble } from './panel-faults.ts';
import { readPanels, writePanels, type KeptPanel } from './panels-file.ts';
import { PressReader } from './press-reader.ts';
import { startHidProgram } from './start-hid.ts';
import { nameOf, panelsShown, type LearningNow } from './shown-panels.ts';

const learnForMs = 30_000;
const mostListened = 16;
/** Four times the program's own word. */
const freshMs = 4 * liveEveryMs;
const testAnswerMs = 1500;

type Learning = LearningNow & { learners: Map<string, ButtonLearner> };

/** Reads which panels are the hall's, and listens to them. */
export function openPanels({ file, log, start, lampNow, on }: PanelsNeeds): Panels {
  const read = readPanels(file, log);
  let kept: readonly KeptPanel[] = read.ok ? read.value : [];
  let devices: readonly HidDevice[] = [];
  let noLibrary: Fault | null = null;
  let learning: Learning | null = null;
  let lastLearned: PanelsShown['lastLearned'] = null;
  let lastWordMs = -Infinity;
  let written: Promise<unknown> = Promise.resolve();
  const open = new Set<string>();
  const refused = new Set<string>();
  const readers = new Map<string, PressReader>();
  const faults = new PanelFaults(on);
  const lamps = new LampDesk((no, path, reports) => link.order({ do: 'write', no, path, reports }));
  const link = (start ?? startHidProgram(log))({ hear, ended });
  const living = setInterval(tick, liveEveryMs);

  const placed = (): ReadonlyMap<KeptPanel, HidDevice> => matchPanels(kept, devices);
  const deviceOf = (panelId: string): HidDevice | undefined =>
    [...placed()].find(([panel]) => panel.panelId === panelId)?.[1];
  const panelAt = (path: string): KeptPanel | undefined =>
    [...placed()].find(([, device]) => device.path === path)?.[0];

  /** Says which devices are to be open, and how the lamps are left should this service fall silent. */
  function hold(): void {
    const mine = [...placed()];
    const listened = learning === null ? [] : devices.filter(mayBePanel).slice(0, mostListened);
    const paths = new Set([...mine.map(([, { path }]) => path), ...listened.map(({ path }) => path)]);
    const wills = Object.fromEntries(
      mine.flatMap(([{ isLamp }, device]) => {
        const light = isLamp ? lightOf(device) : null;
        return light === null ? [] : [[device.path, light.show('off')] as const];
      }),
    );
    link.order({ do: 'hold', paths: [...paths], wills });
  }

  function lose(path: string): void {
    open.delete(path);
    readers.get(path)?.drop();
    readers.delete(path);
    learning?.learners.delete(path);
    lamps.closed(path);
  }

  function ended(): void {
    for (const path of [...open]) lose(path);
    devices = [];
    refused.clear();
    on.changed();
  }

  function light(path: string): void {
    const device = devices.find((each) => each.path === path);
    const known = device === undefined ? null : lightOf(device);
    if (known !== null && open.has(path) && panelAt(path)?.isLamp === true) lamps.opened(path, known);
  }

  function hear(said: HidSays): void {
    lastWordMs = performance.now();
    switch (said.is) {
      case 'live':
        return;
      case 'no-library':
        noLibrary = fault('panel.no-library', { cause: said.cause });
        log.warn({ cause: said.cause }, 'panels-without-library');
        return;
      case 'wrote':
        lamps.wrote(said.no, said.isTaken);
        return;
      case 'report':
        hearReport(said.path, Uint8Array.from(said.bytes));
        return;
      case 'devices':
        devices = said.devices;
        for (const path of refused) if (!devices.some((each) => each.path === path)) refused.delete(path);
        hold();
        break;
      case 'opened':
        open.add(said.path);
        refused.delete(said.path);
        light(said.path);
        break;
      case 'refused':
        refused.add(said.path);
        break;
      case 'gone':
        lose(said.path);
        break;
    }
    on.changed();
  }

  function hearReport(path: string, report: Uint8Array): void {
    if (learning !== null) {
      learnFrom(learning, path, report);
      return;
    }
    const panel = panelAt(path);
    if (panel === undefined) return;
    let reader = readers.get(path);
    if (reader === undefined) {
      reader = new PressReader({
        pressed: on.pressed,
        isFresh: () => performance.now() - lastWordMs < freshMs,
      });
      readers.set(path, reader);
    }
    reader.hear(panel.buttons, report);
  }

  function learnFrom(now: Learning, path: string, report: Uint8Array): void {
    const learner = now.learners.get(path) ?? new ButtonLearner();
    now.learners.set(path, learner);
    const { seen, wanted, button } = learner.hear(report);
    const device = devices.find((each) => each.path === path);
    if (button !== null && device !== undefined) {
      void bind(now.act, device, button);
      return;
    }
    if (seen !== now.seen || wanted !== now.wanted) {
      now.seen = seen;
      now.wanted = wanted;
      on.changed();
    }
  }

  function endLearning(last: PanelsShown['lastLearned']): void {
    learning = null;
    lastLearned = last;
    // What was held or half pressed while it was learned is nobody's order.
    for (const reader of readers.values()) reader.drop();
    hold();
    on.changed();
  }

  function panelOf(device: HidDevice): KeptPanel {
    const { vendorId, productId, interfaceNo, serial, port } = device;
    const identity = { vendorId, productId, interfaceNo, serial, port };
    return (
      panelAt(device.path) ?? {
        ...{ panelId: randomUUID(), ...identity, name: nameOf(device), isLamp: false, buttons: [] },
      }
    );
  }

  async function bind(act: PanelAct, device: HidDevice, button: Button): Promise<void> {
    const panel = panelOf(device);
    const others = panel.buttons.filter((each) => each.act !== act && !isSameButton(each.button, button));
    const panelId = panel.panelId;
    endLearning({ act, panelId, fault: null });
    const saved = await keep({ ...panel, buttons: [...others, { act, button }] });
    if (!saved.ok) {
      lastLearned = { act, panelId: null, fault: saved.fault };
      on.changed();
    }
  }

  async function keep(panel: KeptPanel): Promise<Outcome<void>> {
    const others = kept.filter(({ panelId }) => panelId !== panel.panelId);
    return save([...others, panel]);
  }

  async function save(next: readonly KeptPanel[]): Promise<Outcome<void>> {
    kept = next;
    const writing = written.then(() => writePanels(file, next, log));
    written = writing;
    hold();
    for (const path of open) if (lamps.answer(path).isAnswering === null) light(path);
    on.changed();
    const saved = await writing;
    if (saved.ok && !read.ok) on.recovered(read.fault);
    return saved;
  }

  function troubleOf(panel: KeptPanel): PanelTrouble | null {
    const device = placed().get(panel);
    if (device === undefined) return 'panel.gone';
    if (refused.has(device.path)) return 'panel.unreadable';
    return lamps.answer(device.path).isAnswering === false ? 'panel.light-silent' : null;
  }

  function tick(): void {
    const nowMs = performance.now();
    link.order({ do: 'live' });
    lamps.tick(lampNow(), nowMs);
    if (learning !== null && nowMs > learning.untilMs)
      endLearning({ act: learning.act, panelId: null, fault: fault('panel.nothing-learned', {}) });
    faults.judge(
      kept.map((panel) => ({ panelId: panel.panelId, name: nameOf(panel), fault: troubleOf(panel) })),
      noLibrary,
      nowMs,
    );
  }

  const lampOf = (panelId: string): Outcome<HidDevice> => {
    const panel = kept.find((each) => each.panelId === panelId);
    if (panel === undefined) return failed(fault('panel.unknown', {}));
    const device = deviceOf(panelId);
    if (!panel.isLamp) return failed(fault('panel.no-light', {}));
    return device === undefined ? failed(fault('panel.gone', { panel: nameOf(panel) })) : done(device);
  };

  async function answerOf(path: string): Promise<boolean> {
    const untilMs = performance.now() + testAnswerMs;
    while (lamps.answer(path).isAnswering === null && performance.now() < untilMs)
      await new Promise((resolve) => setTimeout(resolve, 25));
    return lamps.answer(path).isAnswering === true;
  }

  async function checkPanel(panel: KeptPanel): Promise<CheckItem> {
    const findings: CheckFinding[] = [];
    const figures: Record<string, number> = { buttons: panel.buttons.length };
    const device = deviceOf(panel.panelId);
    if (device === undefined) findings.push({ key: 'panel-gone', verdict: 'look' });
    else if (!open.has(device.path)) findings.push({ key: 'panel-refused', verdict: 'look' });
    else if (panel.isLamp) {
      lamps.askAgain(device.path);
      if (!(await answerOf(device.path))) findings.push({ key: 'light-silent', verdict: 'look' });
      const { tookMs } = lamps.answer(device.path);
      if (tookMs !== null) figures['lightTookMs'] = tookMs;
    }
    return checkItemOf({ subject: panel.panelId, kind: 'panel' }, findings, figures);
  }

  return {
    opened: read,
    shown: () =>
      panelsShown({
        ...{ kept, devices, placed: placed(), open, refused, learning, lastLearned },
        isAnswering: (path) => lamps.answer(path).isAnswering,
      }),
    learn(act) {
      if (noLibrary !== null) return failed(noLibrary);
      for (const reader of readers.values()) reader.drop();
      learning = { act, untilMs: performance.now() + learnForMs, seen: 0, wanted: 2, learners: new Map() };
      lastLearned = null;
      hold();
      on.changed();
      return done(undefined);
    },
    stopLearning() {
      if (learning !== null) endLearning(null);
    },
    async forget(panelId) {
      if (!kept.some((each) => each.panelId === panelId)) return failed(fault('panel.unknown', {}));
      const device = deviceOf(panelId);
      if (device !== undefined) {
        const known = lightOf(device);
        if (known !== null) link.order({ do: 'write', no: 0, path: device.path, reports: known.show('off') });
        lamps.closed(device.path);
        readers.get(device.path)?.drop();
      }
      return save(kept.filter((each) => each.panelId !== panelId));
    },
    async unbind(panelId, act) {
      const panel = kept.find((each) => each.panelId === panelId);
      if (panel === undefined) return failed(fault('panel.unknown', {}));
      const buttons = panel.buttons.filter((each) => each.act !== act);
      return keep({ ...panel, buttons });
    },
    async keepLight(path) {
      const device = devices.find((each) => each.path === path);
      if (device === undefined) return failed(fault('panel.unknown', {}));
      if (lightOf(device) === null) return failed(fault('panel.no-light', {}));
      return keep({ ...panelOf(device), isLamp: true });
    },
    async testLight(panelId) {
      const lamp = lampOf(panelId);
      if (!lamp.ok) return lamp;
      lamps.test(lamp.value.path);
      if (await answerOf(lamp.value.path)) return done(undefined);
      return failed(fault('panel.light-silent', { panel: nameOf(lamp.value) }));
    },
    probe: { kind: 'panel', limitMs: 5000, isPassive: true, run: () => Promise.all(kept.map(checkPanel)) },
    async close() {
      clearInterval(living);
      for (const reader of readers.values()) reader.drop();
      await link.close();
      await written;
    },
  };
}
