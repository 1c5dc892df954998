import { fault, type Fault } from '#domain/faults.ts';

export type PanelTrouble = 'panel.gone' | 'panel.unreadable' | 'panel.light-silent';
type Judged = Readonly<{ panelId: string; name: string; fault: PanelTrouble | null }>;

/** A plug that is put in anew, and the first list after the start, take less; rights on Linux come a moment after the device. */
const standsAfterMs = 5000;

/** Tells what is wrong with the hall's panels once it has lasted, and when it is over. */
export class PanelFaults {
  readonly #on: Readonly<{ fault(fault: Fault): void; recovered(fault: Fault): void }>;
  readonly #sinceMs = new Map<string, number>();
  readonly #standing = new Map<string, Fault>();

  constructor(on: Readonly<{ fault(fault: Fault): void; recovered(fault: Fault): void }>) {
    this.#on = on;
  }

  /** `noLibrary`: no panel can be asked at all, which is one fault and not one of each. */
  judge(panels: readonly Judged[], noLibrary: Fault | null, nowMs: number): void {
    const now = new Map<string, Fault>();
    if (noLibrary !== null && panels.length > 0) now.set('library', noLibrary);
    for (const { panelId, name, fault: key } of panels) {
      if (key === null || noLibrary !== null) this.#sinceMs.delete(panelId);
      else {
        const sinceMs = this.#sinceMs.get(panelId) ?? nowMs;
        this.#sinceMs.set(panelId, sinceMs);
        if (nowMs - sinceMs >= standsAfterMs) now.set(panelId, fault(key, { panel: name }));
      }
    }
    for (const [id, said] of this.#standing) {
      if (now.get(id)?.key === said.key) continue;
      this.#standing.delete(id);
      this.#on.recovered(said);
    }
    for (const [id, said] of now) {
      if (this.#standing.has(id)) continue;
      this.#standing.set(id, said);
      this.#on.fault(said);
    }
  }
}
