import type { Outcome } from '#domain/outcome.ts';

/** Where a camera is asked to move. `user` and `password` are empty where it asks for none; VISCA knows none. */
export type ControlAddress = Readonly<{
  protocol: 'visca' | 'onvif';
  host: string;
  port: number;
  user: string;
  password: string;
}>;

/** A place that the camera itself remembers. */
export type CameraPreset = Readonly<{
  /** VISCA: the number of the memory, from 0. ONVIF: the camera's own token. */
  token: string;
  /** Empty where the camera keeps no names. */
  name: string;
}>;

/** Where the camera looks, in its own units: they tell two places apart and nothing more. */
export type CameraPosition = Readonly<{ pan: number; tilt: number; zoom: number }>;
export type CameraStatus = Readonly<{ position: CameraPosition; isMoving: boolean }>;

/** -1 to 1 each: left to right, down to up, wide to near; 0 stands still. */
export type CameraPush = Readonly<{ pan: number; tilt: number; zoom: number }>;

/** A picture that a camera offers over the network. */
export type CameraStream = Readonly<{
  /** Without user and password. */
  url: string;
  /** As the camera names it: H264, H265, JPEG, MPEG4. */
  encoding: string;
  widthPx: number;
  heightPx: number;
  frameRate: number;
}>;

/**
 * One camera that can be turned. Every call ends by itself, also where nobody answers, with `camera.silent`,
 * `camera.login-refused`, `camera.not-understood` or `camera.refused`.
 */
export type CameraControl = Readonly<{
  /** Asks the camera, also where it keeps no list: then its memories are told without names. */
  presets(): Promise<Outcome<readonly CameraPreset[]>>;
  /** Done when the camera stands there; fails `camera.not-arrived` when it still moves after 15 s. */
  goTo(token: string): Promise<Outcome<void>>;
  /** Keeps where the camera looks now; `token` null: in a new place. Gives the place's token. */
  store(token: string | null, name: string): Promise<Outcome<string>>;
  status(): Promise<Outcome<CameraStatus>>;
  /** Goes on for a second, or until `stop`; said again and again it goes on. */
  move(push: CameraPush): Promise<Outcome<void>>;
  stop(): Promise<Outcome<void>>;
  /** Empty where the protocol knows no pictures. */
  streams(): Promise<Outcome<readonly CameraStream[]>>;
  close(): void;
}>;

/** How close two readings of one place are; encoders tremble by a step or two. */
export function isSamePlace(one: CameraPosition, other: CameraPosition, tolerance: number): boolean {
  return (
    Math.abs(one.pan - other.pan) <= tolerance &&
    Math.abs(one.tilt - other.tilt) <= tolerance &&
    Math.abs(one.zoom - other.zoom) <= tolerance
  );
}
