import { createSocket, type Socket } from 'node:dgram';

/** A way for datagrams from a port of 127.0.0.1 to another, as a firewall has it: open, or swallowing everything. Shut at first. */
export type UdpGate = Readonly<{
  open(isOpen: boolean): void;
  /** So many datagrams went through, both ways. */
  passed(): number;
  close(): void;
}>;

export async function startUdpGate(port: number, toPort: number): Promise<UdpGate> {
  let [isOpen, passed] = [false, 0];
  const near = createSocket('udp4');
  /** One of its own for each that sends, so that answers find back. */
  const far = new Map<number, Socket>();
  function farOf(fromPort: number): Socket {
    const known = far.get(fromPort);
    if (known !== undefined) return known;
    const made = createSocket('udp4');
    far.set(fromPort, made);
    made.on('error', () => {});
    made.on('message', (bytes) => {
      if (!isOpen) return;
      passed += 1;
      near.send(bytes, fromPort, '127.0.0.1');
    });
    return made;
  }
  near.on('error', () => {});
  near.on('message', (bytes, from) => {
    if (!isOpen) return;
    passed += 1;
    farOf(from.port).send(bytes, toPort, '127.0.0.1');
  });
  await new Promise<void>((resolve) => near.bind(port, '127.0.0.1', resolve));
  return {
    open(isNowOpen) {
      isOpen = isNowOpen;
    },
    passed: () => passed,
    close() {
      near.close();
      for (const socket of far.values()) socket.close();
    },
  };
}
