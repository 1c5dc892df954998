import type { PanelsShown } from '#contract/panels.ts';
import type { CheckItem } from '#domain/check/check-item.ts';
import type { Fault } from '#domain/faults.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { PanelAct } from '#domain/panels/panel-acts.ts';
import type { Log } from '../plumbing/index.ts';
import type { LightShow } from './lights.ts';
import type { PressKind } from './press-reader.ts';
import type { HidEars, HidLink } from './start-hid.ts';

/** Pedals, key panels and busy lights of the hall. */
export type Panels = Readonly<{
  shown(): PanelsShown;
  /** The button that is pressed next is bound to this act. Fails `panel.no-library`. */
  learn(act: PanelAct): Outcome<void>;
  stopLearning(): void;
  /** Fails `panel.unknown`, `archive.unwritable`. */
  forget(panelId: string): Promise<Outcome<void>>;
  unbind(panelId: string, act: PanelAct): Promise<Outcome<void>>;
  /** The lamp at this path is the hall's from now on. Fails `panel.unknown`, `panel.no-light`. */
  keepLight(path: string): Promise<Outcome<void>>;
  /** Fails `panel.unknown`, `panel.gone`, `panel.no-light`, `panel.light-silent`. */
  testLight(panelId: string): Promise<Outcome<void>>;
  /**
   * For the check: one item for each panel of the hall, there or not, and whether its lamp answers. Nobody sees or hears it,
   * because a lamp is told what it shows already.
   */
  probe: Readonly<{ kind: 'panel'; limitMs: number; isPassive: true; run(): Promise<readonly CheckItem[]> }>;
  close(): Promise<void>;
  /** Fails `panel.file-broken`. */
  opened: Outcome<unknown>;
}>;

export type PanelsNeeds = Readonly<{
  file: string;
  log: Log;
  /** Where not the program of our own holds the devices. */
  start?: (ears: HidEars) => HidLink;
  /** What the lamps are to show at this moment. */
  lampNow(): LightShow;
  on: Readonly<{
    pressed(act: PanelAct, how: PressKind): void;
    changed(): void;
    fault(fault: Fault): void;
    recovered(fault: Fault): void;
  }>;
}>;
