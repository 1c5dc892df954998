import type { Asker } from '#contract/call.ts';
import type { Verb } from '#contract/hall.ts';
import type { Fault } from '#domain/faults.ts';
import { layoutChoices } from '#domain/monitors/layout.ts';
import type { Outcome } from '#domain/outcome.ts';
import type { PanelAct } from '#domain/panels/panel-acts.ts';
import type { LightShow, PressKind } from '../panels/index.ts';
import { admitTo } from './admit.ts';
import { arrangeMonitors, monitorsNow } from './arrange-monitors.ts';
import { endHearing } from './end-hearing.ts';
import { openHearing } from './open-hearing.ts';
import { resumeHearing } from './resume-hearing.ts';
import { runningHearing, type Rooms } from './rooms.ts';
import { setMark } from './set-mark.ts';

/** Whoever presses a pedal sits at the console: what they may there, they may here, and in their name. */
function askerOf(rooms: Rooms, verb: Verb): Outcome<Asker> {
  return admitTo(rooms)(rooms.people.windowOf('console') ?? { windowId: 'panel', role: 'console' }, verb);
}

/** Does what the button is bound to. What only the console can do (play, ask for a break's reason) it does when it is told of the press. */
async function actOn(rooms: Rooms, act: PanelAct): Promise<Fault | null> {
  const by = async (verb: Verb, ask: (asker: Asker) => Promise<Outcome<unknown>>): Promise<Fault | null> => {
    const asker = askerOf(rooms, verb);
    const asked = asker.ok ? await ask(asker.value) : asker;
    return asked.ok ? null : asked.fault;
  };
  switch (act) {
    case 'mark':
      return by('mark.set', (asker) =>
        setMark(rooms)({ template: 'plain', text: '', kind: 'mark', atUs: null }, asker),
      );
    case 'mute-all':
      return by('line.mute-all', (asker) =>
        arrangeMonitors(rooms)['line.mute-all']({ isMuted: !monitorsNow(rooms).isMutedAll }, asker),
      );
    case 'next-layout':
      return by('monitors.arrange', (asker) => {
        const at = layoutChoices.indexOf(monitorsNow(rooms).choice);
        const choice = layoutChoices[(at + 1) % layoutChoices.length] ?? layoutChoices[0];
        return arrangeMonitors(rooms)['monitors.arrange']({ choice, spotlight: null }, asker);
      });
    case 'resume':
      return by('hearing.resume', (asker) => resumeHearing(rooms)({ byOralOrder: false }, asker));
    case 'end':
      return by('hearing.end', (asker) => endHearing(rooms)({ byOralOrder: false }, asker));
    case 'start': {
      const { hearingId } = rooms.desk;
      // Nothing lies ready: a press is nobody's wish then.
      if (hearingId === null || runningHearing(rooms) !== null) return null;
      return by('hearing.open', (asker) => openHearing(rooms)({ hearingId, override: null }, asker));
    }
    case 'repeat-30':
    case 'play-pause':
    case 'back-5':
    case 'technical-break':
      return null;
  }
}

/** The lamp of the hall tells the same truth as the recorder's own: red for nothing but `recording`. */
export function lightShown(lamp: ReturnType<Rooms['recorder']['lamp']>): LightShow {
  return lamp.state === 'recording' ? 'recording' : lamp.state === 'trouble' ? 'attention' : 'off';
}

/** What becomes of presses and troubles of panels, and what the lamps show. `rooms` are asked late. */
export function panelEvents(rooms: () => Rooms): Readonly<{
  lampNow(): LightShow;
  on: Readonly<{
    pressed(act: PanelAct, how: PressKind): void;
    changed(): void;
    fault(fault: Fault): void;
    recovered(fault: Fault): void;
  }>;
}> {
  return {
    lampNow: () => lightShown(rooms().recorder.lamp()),
    on: {
      pressed(act, how) {
        const acted = how === 'too-short' ? Promise.resolve(null) : actOn(rooms(), act);
        void acted.then((refused) => rooms().tell('panel.pressed', { act, how, fault: refused }, 'console'));
      },
      changed: () => rooms().tellState(),
      fault: (said) => rooms().alarms.raise(said),
      recovered: (said) => rooms().alarms.clear(said),
    },
  };
}
