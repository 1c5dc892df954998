import type { CameraPush, CameraStatus, CameraStream } from './camera-control.ts';
import { escapeXml, findIn, textIn, type XmlElement } from './xml-tree.ts';

const spaces = {
  tds: 'http://www.onvif.org/ver10/device/wsdl',
  trt: 'http://www.onvif.org/ver10/media/wsdl',
  tptz: 'http://www.onvif.org/ver20/ptz/wsdl',
};
const schema = 'http://www.onvif.org/ver10/schema';

/** One operation of ONVIF; `inner` is XML in the operation's own namespace (prefix `o`) or the schema's (`tt`). */
export function onvifAsk(service: keyof typeof spaces, operation: string, inner = ''): string {
  return `<o:${operation} xmlns:o="${spaces[service]}" xmlns:tt="${schema}">${inner}</o:${operation}>`;
}

export function profileToken(token: string): string {
  return `<o:ProfileToken>${escapeXml(token)}</o:ProfileToken>`;
}

/** `PT1S` and the like: after this the camera stops by itself. */
export function velocity({ pan, tilt, zoom }: CameraPush, forMs: number): string {
  const turn = `<tt:PanTilt x="${pan.toFixed(2)}" y="${tilt.toFixed(2)}"/><tt:Zoom x="${zoom.toFixed(2)}"/>`;
  return `<o:Velocity>${turn}</o:Velocity><o:Timeout>PT${String(forMs / 1000)}S</o:Timeout>`;
}

/** The camera's UTC clock in ms since 1970; null where it tells none. */
export function readCameraTime(answer: XmlElement): number | null {
  const utc = findIn(answer, 'UTCDateTime');
  const figures = ['Year', 'Month', 'Day', 'Hour', 'Minute', 'Second'].map((name) => Number(textIn(utc, name) ?? NaN));
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = figures;
  const timeMs = Date.UTC(year, month - 1, day, hour, minute, second);
  return Number.isNaN(timeMs) ? null : timeMs;
}

/** A service's path at the camera. Behind routers cameras tell addresses that lead nowhere, and a false one would be told our password. */
export function servicePath(capabilities: XmlElement, service: 'Media' | 'PTZ'): string | null {
  const address = textIn(findIn(capabilities, service), 'XAddr');
  if (address === null) return null;
  return URL.canParse(address) ? `${new URL(address).pathname}${new URL(address).search}` : null;
}

/** `MoveStatus` where the camera tells it; null where only two looks can tell whether it moves. */
export function readStatus(
  answer: XmlElement,
): Readonly<Pick<CameraStatus, 'position'> & { isMoving: boolean | null }> {
  const [panTilt, zoom] = [findIn(answer, 'PanTilt'), findIn(answer, 'Zoom')];
  const figure = (text: string | undefined): number => Number(text ?? 0) || 0;
  const move = findIn(answer, 'MoveStatus');
  const told = move?.children.map(({ text }) => text.trim()) ?? [];
  return {
    position: {
      pan: figure(panTilt?.attributes['x']),
      tilt: figure(panTilt?.attributes['y']),
      zoom: figure(zoom?.attributes['x']),
    },
    isMoving: told.length === 0 || told.includes('UNKNOWN') ? null : told.includes('MOVING'),
  };
}

/** What a profile's pictures are; a profile without an encoder has none. */
export function readProfilePicture(profile: XmlElement): Omit<CameraStream, 'url'> | null {
  const encoder = findIn(profile, 'VideoEncoderConfiguration');
  if (encoder === null) return null;
  const figure = (name: string): number => Number(textIn(encoder, name) ?? 0) || 0;
  return {
    encoding: textIn(encoder, 'Encoding') ?? '',
    widthPx: figure('Width'),
    heightPx: figure('Height'),
    frameRate: figure('FrameRateLimit'),
  };
}
