import { readLivePicture, type LivePicture } from '#contract/pictures.ts';

/** Watches the living picture of one network camera with a token of `picture.open`; `over` is told once, by the hall's or the network's end. */
export function watchPictures(
  { address, token }: Readonly<{ address: string; token: string }>,
  on: Readonly<{ picture(picture: LivePicture): void; over(): void }>,
): void {
  const socket = new WebSocket(`${address}/v1/pictures`);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => socket.send(JSON.stringify({ hello: 1, token }));
  socket.onclose = () => on.over();
  socket.onmessage = ({ data }: { data: unknown }) => {
    const picture = data instanceof ArrayBuffer ? readLivePicture(new Uint8Array(data)) : null;
    if (picture !== null) on.picture(picture);
  };
}
