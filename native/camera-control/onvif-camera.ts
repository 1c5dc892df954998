import { setTimeout as wait } from 'node:timers/promises';
import { fault } from '#domain/faults.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import { isSamePlace } from './camera-control.ts';
import type { CameraControl, CameraStatus, CameraStream, ControlAddress } from './camera-control.ts';
import {
  onvifAsk,
  profileToken,
  readCameraTime,
  readProfilePicture,
  readStatus,
  servicePath,
  velocity,
} from './onvif-words.ts';
import { SoapLine } from './soap-line.ts';
import { moveForMs, waitUntilStill } from './wait-until-still.ts';
import { allIn, escapeXml, findIn, textIn, type XmlElement } from './xml-tree.ts';

/** ONVIF's core specification names this path. */
const devicePath = '/onvif/device_service';
/** Positions go from -1 to 1. */
const sameWithin = 0.002;
const lookAgainMs = 150;

type Known = Readonly<{
  media: string;
  /** Null where the camera cannot be turned. */
  ptz: Readonly<{ path: string; profile: string }> | null;
  profiles: readonly XmlElement[];
}>;

/** A camera that speaks ONVIF: profile S for pictures, its PTZ service for turning. */
export function openOnvifCamera(address: ControlAddress): CameraControl {
  const line = new SoapLine(address);
  let known: Known | null = null;

  /** Asks a camera once what it has, and again after it did not answer. */
  async function meet(): Promise<Outcome<Known>> {
    if (known !== null) return done(known);
    const time = await line.ask(devicePath, onvifAsk('tds', 'GetSystemDateAndTime'), 'unsigned');
    if (!time.ok && time.fault.key !== 'camera.login-refused' && time.fault.key !== 'camera.refused') return time;
    const cameraMs = time.ok ? readCameraTime(time.value) : null;
    if (cameraMs !== null) line.setCameraTime(cameraMs);
    const capabilities = await line.ask(devicePath, onvifAsk('tds', 'GetCapabilities', '<o:Category>All</o:Category>'));
    if (!capabilities.ok) return capabilities;
    const media = servicePath(capabilities.value, 'Media');
    if (media === null) return failed(fault('camera.not-understood', {}));
    const answer = await line.ask(media, onvifAsk('trt', 'GetProfiles'));
    if (!answer.ok) return answer;
    const profiles = allIn(answer.value, 'Profiles');
    const path = servicePath(capabilities.value, 'PTZ');
    const profile = profiles.find((each) => findIn(each, 'PTZConfiguration') !== null)?.attributes['token'];
    known = { media, profiles, ptz: path === null || profile === undefined ? null : { path, profile } };
    return done(known);
  }

  async function askToTurn(operation: string, inner = ''): Promise<Outcome<XmlElement>> {
    const met = await meet();
    if (!met.ok) return met;
    const { ptz } = met.value;
    if (ptz === null) return failed(fault('camera.refused', { code: 'NoPTZ' }));
    const said = await line.ask(ptz.path, onvifAsk('tptz', operation, `${profileToken(ptz.profile)}${inner}`));
    // It may have been exchanged or set up anew meanwhile.
    if (!said.ok) known = null;
    return said;
  }

  async function obey(operation: string, inner = ''): Promise<Outcome<void>> {
    const said = await askToTurn(operation, inner);
    return said.ok ? done(undefined) : said;
  }

  async function status(): Promise<Outcome<CameraStatus>> {
    const before = await askToTurn('GetStatus');
    if (!before.ok) return before;
    const seen = readStatus(before.value);
    if (seen.isMoving !== null) return done({ position: seen.position, isMoving: seen.isMoving });
    await wait(lookAgainMs);
    const after = await askToTurn('GetStatus');
    if (!after.ok) return after;
    const { position } = readStatus(after.value);
    return done({ position, isMoving: !isSamePlace(seen.position, position, sameWithin) });
  }

  async function streamOf(media: string, profile: XmlElement): Promise<Outcome<CameraStream | null>> {
    const picture = readProfilePicture(profile);
    if (picture === null) return done(null);
    const setup = `<o:StreamSetup><tt:Stream>RTP-Unicast</tt:Stream><tt:Transport><tt:Protocol>RTSP</tt:Protocol></tt:Transport></o:StreamSetup>`;
    const token = profileToken(profile.attributes['token'] ?? '');
    const answer = await line.ask(media, onvifAsk('trt', 'GetStreamUri', `${setup}${token}`));
    if (!answer.ok) return answer;
    const url = textIn(answer.value, 'Uri') ?? '';
    if (!URL.canParse(url) || new URL(url).protocol !== 'rtsp:') return done(null);
    const bare = new URL(url);
    bare.username = '';
    bare.password = '';
    bare.hostname = address.host.includes(':') ? `[${address.host}]` : address.host;
    return done({ ...picture, url: bare.href });
  }

  return {
    async presets() {
      const said = await askToTurn('GetPresets');
      if (!said.ok) return said;
      return done(
        allIn(said.value, 'Preset').flatMap((preset) => {
          const token = preset.attributes['token'] ?? '';
          return token === '' ? [] : [{ token, name: textIn(preset, 'Name') ?? '' }];
        }),
      );
    },
    async goTo(token) {
      const said = await obey('GotoPreset', `<o:PresetToken>${escapeXml(token)}</o:PresetToken>`);
      return said.ok ? waitUntilStill(status) : said;
    },
    async store(token, name) {
      const which = token === null ? '' : `<o:PresetToken>${escapeXml(token)}</o:PresetToken>`;
      const said = await askToTurn('SetPreset', `<o:PresetName>${escapeXml(name)}</o:PresetName>${which}`);
      if (!said.ok) return said;
      const kept = textIn(said.value, 'PresetToken') ?? token;
      return kept === null ? failed(fault('camera.not-understood', {})) : done(kept);
    },
    status,
    move: (push) => obey('ContinuousMove', velocity(push, moveForMs)),
    stop: () => obey('Stop', '<o:PanTilt>true</o:PanTilt><o:Zoom>true</o:Zoom>'),
    async streams() {
      const met = await meet();
      if (!met.ok) return met;
      const streams: CameraStream[] = [];
      for (const profile of met.value.profiles) {
        const stream = await streamOf(met.value.media, profile);
        if (!stream.ok) return stream;
        if (stream.value !== null) streams.push(stream.value);
      }
      return done(streams);
    },
    close: () => undefined,
  };
}
