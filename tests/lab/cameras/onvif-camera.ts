import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type OnvifBehaviour = {
  /** Who is let in and how: `token` is WS-Security, `http` HTTP's digest. Null: everybody. */
  login: Readonly<{ user: string; password: string; by: 'token' | 'http' }> | null;
  /** The camera's clock, ahead of this machine's. */
  clockAheadMs: number;
  /** Takes what is asked and never answers. */
  isStuck: boolean;
  /** Answers a web page instead of SOAP. */
  isWebPage: boolean;
  canTurn: boolean;
  tellsMoveStatus: boolean;
  movesForMs: number;
  /** Where its pictures are. */
  streams: readonly Readonly<{ url: string; encoding: string }>[];
  /** What it says its services' host is. */
  toldHost: string;
};

export type OnvifSimulator = Readonly<{
  port: number;
  behaviour: OnvifBehaviour;
  /** Operations in the order they were carried out, with the preset they name. */
  done: readonly string[];
  /** Bodies as they came, for what must not stand in them. */
  asked: readonly string[];
  close(): void;
}>;

type Place = Readonly<{ x: number; y: number; zoom: number }>;
type Preset = { name: string; place: Place };

const spaces = [
  'xmlns:env="http://www.w3.org/2003/05/soap-envelope"',
  'xmlns:tds="http://www.onvif.org/ver10/device/wsdl"',
  'xmlns:trt="http://www.onvif.org/ver10/media/wsdl"',
  'xmlns:tptz="http://www.onvif.org/ver20/ptz/wsdl"',
  'xmlns:tt="http://www.onvif.org/ver10/schema"',
  'xmlns:ter="http://www.onvif.org/ver10/error"',
].join(' ');
const envelope = (body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><env:Envelope ${spaces}><env:Body>${body}</env:Body></env:Envelope>`;
const soapFault = (code: string, text: string): string =>
  envelope(
    `<env:Fault><env:Code><env:Value>env:Sender</env:Value><env:Subcode><env:Value>ter:${code}</env:Value></env:Subcode></env:Code><env:Reason><env:Text xml:lang="en">${text}</env:Text></env:Reason></env:Fault>`,
  );

/** A token must have been made within this time of the camera's own clock. */
const tokenGoodForMs = 5000;
const nonce = 'a-nonce-of-the-laboratory';

/** An ONVIF camera on a real HTTP server of the loopback: device, media and PTZ services with logins of both kinds. */
export async function startOnvifCamera(changed: Partial<OnvifBehaviour> = {}): Promise<OnvifSimulator> {
  const behaviour: OnvifBehaviour = {
    login: { user: 'operator', password: 'lab-password & <sign>', by: 'token' },
    clockAheadMs: 0,
    isStuck: false,
    isWebPage: false,
    canTurn: true,
    tellsMoveStatus: true,
    movesForMs: 300,
    streams: [{ url: 'rtsp://127.0.0.1:554/cam', encoding: 'H264' }],
    toldHost: '10.255.255.1',
    ...changed,
  };
  const done: string[] = [];
  const asked: string[] = [];
  const presets = new Map<string, Preset>([
    ['1', { name: 'Whole hall', place: { x: 0, y: 0, zoom: 0 } }],
    ['2', { name: 'Witness', place: { x: 0.4, y: -0.2, zoom: 0.5 } }],
  ]);
  let from: Place = { x: 0.1, y: 0.1, zoom: 0 };
  let to = from;
  let startedMs = -Infinity;

  const isMoving = (): boolean => performance.now() - startedMs < behaviour.movesForMs;
  function placeNow(): Place {
    if (!isMoving()) return to;
    const share = (performance.now() - startedMs) / behaviour.movesForMs;
    const between = (key: keyof Place): number => from[key] + (to[key] - from[key]) * share;
    return { x: between('x'), y: between('y'), zoom: between('zoom') };
  }
  function goTo(place: Place): void {
    [from, to, startedMs] = [placeNow(), place, performance.now()];
  }

  function answer(body: string): string {
    const operation = /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? '';
    const token = /PresetToken>([^<]*)</.exec(body)?.[1];
    done.push(token === undefined ? operation : `${operation} ${token}`);
    const at = `http://${behaviour.toldHost}/onvif/`;
    switch (operation) {
      case 'GetSystemDateAndTime': {
        const now = new Date(Date.now() + behaviour.clockAheadMs);
        return envelope(
          `<tds:GetSystemDateAndTimeResponse><tds:SystemDateAndTime><tt:UTCDateTime><tt:Time><tt:Hour>${String(now.getUTCHours())}</tt:Hour><tt:Minute>${String(now.getUTCMinutes())}</tt:Minute><tt:Second>${String(now.getUTCSeconds())}</tt:Second></tt:Time><tt:Date><tt:Year>${String(now.getUTCFullYear())}</tt:Year><tt:Month>${String(now.getUTCMonth() + 1)}</tt:Month><tt:Day>${String(now.getUTCDate())}</tt:Day></tt:Date></tt:UTCDateTime></tds:SystemDateAndTime></tds:GetSystemDateAndTimeResponse>`,
        );
      }
      case 'GetCapabilities':
        return envelope(
          `<tds:GetCapabilitiesResponse><tds:Capabilities><tt:Media><tt:XAddr>${at}media_service</tt:XAddr></tt:Media>${behaviour.canTurn ? `<tt:PTZ><tt:XAddr>${at}ptz_service</tt:XAddr></tt:PTZ>` : ''}</tds:Capabilities></tds:GetCapabilitiesResponse>`,
        );
      case 'GetProfiles':
        return envelope(
          `<trt:GetProfilesResponse>${behaviour.streams
            .map(
              ({ encoding }, no) =>
                `<trt:Profiles token="p${String(no)}" fixed="true"><tt:Name>profile ${String(no)}</tt:Name><tt:VideoEncoderConfiguration token="v${String(no)}"><tt:Encoding>${encoding}</tt:Encoding><tt:Resolution><tt:Width>1280</tt:Width><tt:Height>720</tt:Height></tt:Resolution><tt:RateControl><tt:FrameRateLimit>25</tt:FrameRateLimit></tt:RateControl></tt:VideoEncoderConfiguration>${behaviour.canTurn ? '<tt:PTZConfiguration token="z"><tt:NodeToken>n</tt:NodeToken></tt:PTZConfiguration>' : ''}</trt:Profiles>`,
            )
            .join(
              '',
            )}<trt:Profiles token="bare"><tt:Name>without an encoder</tt:Name></trt:Profiles></trt:GetProfilesResponse>`,
        );
      case 'GetStreamUri': {
        const profile = /ProfileToken>p(\d+)</.exec(body)?.[1] ?? '0';
        const { url } = behaviour.streams[Number(profile)] ?? { url: '' };
        return envelope(
          `<trt:GetStreamUriResponse><trt:MediaUri><tt:Uri>${url.replace('rtsp://127.0.0.1', `rtsp://operator:secret@${behaviour.toldHost}`)}</tt:Uri></trt:MediaUri></trt:GetStreamUriResponse>`,
        );
      }
      case 'GetPresets':
        return envelope(
          `<tptz:GetPresetsResponse>${[...presets].map(([id, { name }]) => `<tptz:Preset token="${id}"><tt:Name>${name}</tt:Name></tptz:Preset>`).join('')}</tptz:GetPresetsResponse>`,
        );
      case 'GotoPreset': {
        const preset = presets.get(token ?? '');
        if (preset === undefined) return soapFault('NoToken', 'The requested preset token does not exist');
        goTo(preset.place);
        return envelope('<tptz:GotoPresetResponse/>');
      }
      case 'SetPreset': {
        const id = token ?? String(presets.size + 1);
        presets.set(id, { name: /PresetName>([^<]*)</.exec(body)?.[1] ?? '', place: placeNow() });
        return envelope(`<tptz:SetPresetResponse><tptz:PresetToken>${id}</tptz:PresetToken></tptz:SetPresetResponse>`);
      }
      case 'GetStatus': {
        const { x, y, zoom } = placeNow();
        const state = isMoving() ? 'MOVING' : 'IDLE';
        const move = `<tt:MoveStatus><tt:PanTilt>${state}</tt:PanTilt><tt:Zoom>IDLE</tt:Zoom></tt:MoveStatus>`;
        return envelope(
          `<tptz:GetStatusResponse><tptz:PTZStatus><tt:Position><tt:PanTilt x="${x.toFixed(4)}" y="${y.toFixed(4)}"/><tt:Zoom x="${zoom.toFixed(4)}"/></tt:Position>${behaviour.tellsMoveStatus ? move : ''}</tptz:PTZStatus></tptz:GetStatusResponse>`,
        );
      }
      case 'ContinuousMove': {
        const [, x = '0', y = '0'] = /PanTilt x="([-\d.]+)" y="([-\d.]+)"/.exec(body) ?? [];
        const now = placeNow();
        goTo({ ...now, x: now.x + Number(x) / 10, y: now.y + Number(y) / 10 });
        return envelope('<tptz:ContinuousMoveResponse/>');
      }
      case 'Stop':
        to = placeNow();
        startedMs = -Infinity;
        return envelope('<tptz:StopResponse/>');
      default:
        return soapFault('ActionNotSupported', 'not here');
    }
  }

  function isTokenGood(body: string): boolean {
    const { login } = behaviour;
    if (login === null) return true;
    const part = (name: string): string => new RegExp(`:${name}(?: [^>]*)?>([^<]*)<`).exec(body)?.[1] ?? '';
    const created = part('Created');
    const expected = createHash('sha1')
      .update(Buffer.from(part('Nonce'), 'base64'))
      .update(created)
      .update(login.password)
      .digest('base64');
    const ageMs = Math.abs(Date.now() + behaviour.clockAheadMs - Date.parse(created));
    return part('Username') === login.user && part('Password') === expected && ageMs < tokenGoodForMs;
  }

  function isHttpGood(request: IncomingMessage): boolean {
    const { login } = behaviour;
    if (login === null) return true;
    const said = request.headers.authorization ?? '';
    const part = (name: string): string => new RegExp(`[ ,]${name}="?([^",]*)"?`).exec(said)?.[1] ?? '';
    const hash = (text: string): string => createHash('md5').update(text).digest('hex');
    const secret = hash(`${login.user}:lab:${login.password}`);
    const expected = hash(
      [secret, nonce, part('nc'), part('cnonce'), 'auth', hash(`POST:${request.url ?? ''}`)].join(':'),
    );
    return part('username') === login.user && part('response') === expected;
  }

  function serve(request: IncomingMessage, response: ServerResponse, body: string): void {
    if (behaviour.isStuck) return;
    asked.push(body);
    if (behaviour.isWebPage) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html><body>Welcome<br></html>');
      return;
    }
    const isFree = body.includes('GetSystemDateAndTime');
    if (!isFree && behaviour.login?.by === 'http' && !isHttpGood(request)) {
      const challenge = `Digest realm="lab", qop="auth", nonce="${nonce}", algorithm=MD5`;
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return;
    }
    const isRefused = !isFree && behaviour.login?.by === 'token' && !isTokenGood(body);
    const said = isRefused ? soapFault('NotAuthorized', 'Sender not authorized') : answer(body);
    const isFault = said.includes('<env:Fault>');
    response.writeHead(isFault ? 400 : 200, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(said);
  }

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => serve(request, response, body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    behaviour,
    done,
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
