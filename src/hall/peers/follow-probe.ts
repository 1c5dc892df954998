import type { WebSocket } from 'ws';
import type { ProbeWay, TrainName } from '#domain/peers/bandwidth.ts';
import { countTrain, type TrainCounter } from './count-train.ts';
import type { ProbeDatagram } from './probe-datagram.ts';
import type { ProbePort } from './probe-port.ts';
import { counted, type ProbeSide } from './probe-side.ts';
import { sendTrain } from './send-train.ts';
import { countStream, sendStream } from './stream-train.ts';

/** The dialled hall's part in a probe: it counts what comes and sends when it is its turn. */
export type Follower = Readonly<{
  datagram(datagram: ProbeDatagram): void;
  yourTurn(train: TrainName): void;
  /** A stream that the other hall has dialled for one way. */
  stream(socket: WebSocket, way: ProbeWay): void;
}>;

/** `port` is asked late, because datagrams may come while it is being opened; null where UDP could not be opened. */
export function followProbe(side: ProbeSide, port: () => ProbePort | null): Follower {
  const { attention, over } = side;
  const counters = new Map<TrainName, TrainCounter>();
  const sent = new Set<TrainName>();
  const streamed = new Set<ProbeWay>();

  async function tellCount(train: TrainName, counter: TrainCounter): Promise<void> {
    const count = await counter.counted;
    if (over.aborted) return;
    side.record('there', train, count);
    side.say(counted(side, 'there', train, count));
  }
  async function tellStream(socket: WebSocket): Promise<void> {
    const count = await countStream(socket, side);
    if (count === null) return;
    side.record('there', 'first', count);
    side.say(counted(side, 'there', 'first', count));
  }

  return {
    datagram(datagram) {
      const { kind, way, train } = datagram;
      if (kind !== 'train' || way !== 'there') return;
      let counter = counters.get(train);
      if (counter === undefined) {
        counter = countTrain(train, { attention, over, patienceMs: 0 });
        counters.set(train, counter);
        void tellCount(train, counter);
      }
      counter.take(datagram);
    },
    yourTurn(train) {
      const open = port();
      // Each train once: a hall cannot be made to send without end.
      if (open === null || sent.has(train)) return;
      sent.add(train);
      void sendTrain(open, 'back', train, over);
    },
    stream(socket, way) {
      if (streamed.has(way)) {
        socket.terminate();
        return;
      }
      streamed.add(way);
      if (way === 'there') {
        side.fallBack();
        void tellStream(socket);
      } else void sendStream(socket, over);
    },
  };
}
