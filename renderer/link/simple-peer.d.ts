/** As much of simple-peer 9 as is used here; the package's own types want Node's. The `.min.js` build needs no polyfill in a sandboxed page. */
declare module 'simple-peer/simplepeer.min.js' {
  type Signal =
    | { type: 'offer' | 'answer'; sdp: string }
    | { type: 'candidate'; candidate: RTCIceCandidateInit }
    | { type: 'renegotiate' | 'transceiverRequest' };
  class Peer {
    constructor(options: {
      initiator: boolean;
      trickle: boolean;
      streams: readonly MediaStream[];
      config: RTCConfiguration;
      /** Given each description made here, before it is set. */
      sdpTransform: (sdp: string) => string;
    });
    readonly destroyed: boolean;
    /** The connection itself; undocumented, and the only way to its statistics. */
    readonly _pc: RTCPeerConnection | null;
    signal(signal: Signal): void;
    destroy(): void;
    on(event: 'signal', listener: (signal: Signal) => void): this;
    on(event: 'track', listener: (track: MediaStreamTrack, stream: MediaStream) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
    on(event: 'connect' | 'close', listener: () => void): this;
  }
  // eslint-disable-next-line no-restricted-syntax -- the package has no other export
  export { Peer as default };
}
