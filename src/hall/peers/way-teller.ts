import type { Call, CallWay } from '#domain/peers/call.ts';

/** Of a call that is whole the journal is told each change of its way; every call begins with the straight one. */
export function createWayTeller(told: (call: Call) => void): (call: Call) => void {
  let known: Readonly<{ callId: string; way: CallWay }> | null = null;
  return (call) => {
    if (call.state !== 'connected') return;
    const { callId, way } = call;
    const before = known?.callId === callId ? known.way : 'straight';
    known = { callId, way };
    if (way !== before) told(call);
  };
}
