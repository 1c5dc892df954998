import type { Duty } from '#domain/people.ts';
import type { Role } from './call.ts';
import type { Verb } from './hall.ts';

/**
 * Whose duty a verb is, in a hall that has people; it is asked after the verb's `who`. `anybody` needs no PIN. A verb
 * that is not named here may be asked by whoever is signed in.
 */
const dutiesOf: Readonly<Partial<Record<Verb, readonly Duty[] | 'anybody'>>> = {
  'state.get': 'anybody',
  'people.list': 'anybody',
  'person.sign-in': 'anybody',
  'person.sign-out': 'anybody',
  'people.change': ['administrator'],
  // L5: a window that shows the hall must always be able to say that it has closed its eyes.
  'preview.closed': 'anybody',
  // A window opens the cameras of the PC by itself, and nobody is asked for a PIN for it.
  'picture.open': 'anybody',

  // A microphone that must be plugged elsewhere ten minutes before a hearing is no reason to look for a specialist.
  'hall.set-up': ['secretary', 'specialist', 'administrator'],
  'hall.list-sources': ['secretary', 'specialist', 'administrator'],
  'hall.preview': ['secretary', 'specialist', 'administrator'],

  'devices.report': 'anybody',
  'devices.list': ['specialist', 'administrator'],
  'check.item': ['specialist', 'administrator'],
  'logs.bundle': ['specialist', 'administrator'],
  'panel.learn': ['secretary', 'specialist', 'administrator'],
  'panel.stop-learning': ['secretary', 'specialist', 'administrator'],
  'panel.unbind': ['secretary', 'specialist', 'administrator'],
  'panel.forget': ['secretary', 'specialist', 'administrator'],
  'panel.keep-light': ['secretary', 'specialist', 'administrator'],
  'panel.test-light': ['secretary', 'specialist', 'administrator'],

  'hearing.plan': ['secretary'],
  'hearing.change-card': ['secretary'],
  'hearing.reassign-case': ['secretary'],
  'hearing.check': ['secretary', 'specialist'],
  'hall.check': ['secretary', 'specialist'],
  // What a hall is measured against is the word of whoever answers for its devices.
  'check-report.accept': ['specialist', 'administrator'],
  'hearing.open': ['secretary', 'judge'],
  'hearing.pause': ['secretary', 'judge'],
  'hearing.resume': ['secretary', 'judge'],
  'hearing.end': ['secretary', 'judge'],
  'session.close': ['secretary', 'judge'],
  'session.reopen': ['secretary', 'judge'],
  'seat.restart': ['secretary', 'specialist'],
  'seat.replace': ['secretary', 'specialist'],
  // L3: who goes on without a device answers for the protocol.
  'seat.leave-out': ['secretary'],
  // P12: the request is the secretary's paper.
  'request.draft': ['secretary'],
  'request.make': ['secretary'],
  // Which halls may be called is a matter of the hall, calling one a matter of the hearing.
  'peer.invite': ['specialist', 'administrator'],
  'peer.join': ['specialist', 'administrator'],
  'peer.remove': ['specialist', 'administrator'],
  'peer.introduce': ['specialist', 'administrator'],
  'peer.read-introduction': ['specialist', 'administrator'],
  'peer.trust-introduction': ['specialist', 'administrator'],
  'peer.renew-key': ['specialist', 'administrator'],
  // To know where a court is found is everybody's; standing in the directory makes no hall trusted.
  'directory.change': ['secretary', 'specialist', 'administrator'],
  'directory.read-import': ['secretary', 'specialist', 'administrator'],
  'directory.import': ['secretary', 'specialist', 'administrator'],
  'peer.measure': ['secretary', 'specialist'],
  'participant.invite': ['secretary'],
  'participant.add-photo': ['secretary'],
  'participant.withdraw': ['secretary'],
  'participant.admit': ['secretary'],
  'participant.turn-away': ['secretary'],
  'participant.remove': ['secretary'],
  // P9: the presiding judge decides; the secretary writes down what was said aloud.
  'participant.identify': ['secretary', 'judge'],
  'participant.mute': ['secretary'],
  'interpretation.choose': ['secretary'],
  'participant.direct': ['secretary'],
  'participant.confirm': ['secretary', 'specialist'],
  'participant.report-problem': ['secretary', 'specialist'],
  // P16.3: the secretary begins the link with the participants.
  'sites.choose': ['secretary'],
  'call-up.begin': ['secretary'],
  'call-up.again': ['secretary', 'specialist'],
  'call-up.stop': ['secretary', 'specialist'],
  // L5: by direction of the presiding judge.
  'private-room.open': ['secretary'],
  'private-room.close': ['secretary'],
  // P15.5: the secretary appoints the test session, the specialist holds it.
  'test-session.plan': ['secretary'],
  'test-session.begin': ['secretary', 'specialist'],
  'test-session.speak': ['secretary', 'specialist'],
  'test-session.note': ['secretary', 'specialist'],
  'test-session.end': ['secretary', 'specialist'],
  // P35: what the public sees is the secretary's to order; how loud it is may be set by whoever mends the loudspeakers.
  'monitors.arrange': ['secretary'],
  'line.mute-all': ['secretary'],
  'line.set-volume': ['secretary', 'specialist'],
  'monitors.name': ['secretary', 'specialist', 'administrator'],
  'camera.list-controls': ['secretary', 'specialist', 'administrator'],
  'camera.try-control': ['secretary', 'specialist', 'administrator'],
  'camera.set-control': ['secretary', 'specialist', 'administrator'],
  'camera.name-presets': ['secretary', 'specialist', 'administrator'],
  'camera.store-preset': ['secretary', 'specialist', 'administrator'],
  'camera.go-to': ['secretary', 'specialist', 'administrator'],
  'camera.move': ['secretary', 'specialist', 'administrator'],
  'call.dial': ['secretary', 'specialist'],
  'call.accept': ['secretary', 'specialist'],
  'call.decline': ['secretary', 'specialist'],
  'call.end': ['secretary', 'judge', 'specialist'],
  // P17, P23: the secretary tells; P24: the specialist names the time, or the secretary writes down what was said by telephone.
  'incident.choose-side': ['secretary'],
  'incident.tell': ['secretary', 'specialist'],
  'incident.send': ['secretary', 'specialist'],
  'incident.take': ['specialist'],
  'incident.estimate': ['secretary', 'specialist'],
  'incident.settle': ['secretary', 'specialist'],
  // P25: the court decides; the secretary writes down what was said aloud.
  'incident.decide': ['secretary', 'judge'],
  // P18: the act is signed by the head of registry and the secretary.
  'act.draft': ['secretary'],
  'act.make': ['secretary'],
  // P36: what is handed in and shown is the secretary's to order.
  'exhibit.add': ['secretary'],
  'exhibit.decide': ['secretary', 'judge'],
  'exhibit.send': ['secretary'],
  'exhibit.cancel': ['secretary', 'specialist'],
  'exhibit.show': ['secretary'],
  'exhibit.hide': ['secretary', 'specialist'],
  'alarm.clear': ['secretary', 'specialist'],
  'mark.set': ['secretary', 'judge'],
  'mark.take-back': ['secretary', 'judge'],
  'read-back.prepare': ['secretary', 'judge'],
  // L6: copies are given out by the secretary.
  'record.export': ['secretary'],
};

/** Windows at which people sit; the others are processes of the hall itself and have no PIN. */
const peoplesWindows: readonly Role[] = ['console', 'bench', 'specialist'];

/** The judge's orders, given from the bench at once: a PIN must not stand between the judge and a break. */
const ordersOfTheBench: readonly Verb[] = [
  'hearing.pause',
  'hearing.resume',
  'session.close',
  'session.reopen',
  'participant.identify',
  'exhibit.decide',
  'incident.decide',
  'mark.set',
  'read-back.prepare',
];

/** Who must be signed in at a window of this role to ask this verb: `null` nobody, `any` whoever, else one of these duties. */
export function dutiesFor(verb: Verb, role: Role): readonly Duty[] | 'any' | null {
  if (!peoplesWindows.includes(role)) return null;
  if (role === 'bench' && ordersOfTheBench.includes(verb)) return null;
  const named = dutiesOf[verb] ?? 'any';
  return named === 'anybody' ? null : named;
}
