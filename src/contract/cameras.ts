import { z } from 'zod';
import { call, type Role } from './call.ts';
import { faultPaper } from './fault-paper.ts';
import { hostName, portNumber } from './peers.ts';
import { seatId } from './values.ts';

/* What is said of cameras that can be turned. Their passwords go into the hall and never out of it. */

const token = z.string().min(1).max(64);
export const mostPresets = 8;
/** A place as the hall calls it, e.g. "Witness". */
const preset = z.object({ token, name: z.string().trim().min(1).max(40) }).readonly();
export const cameraPresets = z.array(preset).max(mostPresets).readonly();
export type CameraPresetShown = z.output<typeof preset>;

const address = {
  protocol: z.enum(['visca', 'onvif']),
  host: hostName,
  port: portNumber,
  user: z.string().max(64),
};
/** `password` null: the one that is kept already, for the same address. */
export const cameraAddress = z.object({ ...address, password: z.string().max(128).nullable() }).readonly();
export type CameraAddress = z.output<typeof cameraAddress>;

/** A camera with its buttons. */
export const cameraShown = z
  .object({
    seatId,
    presets: cameraPresets,
    /** Where it was sent last and did not leave by hand since; null where nobody sent it. */
    at: token.nullable(),
    isMoving: z.boolean(),
    /** Why the last order was not carried out; null where it was. */
    fault: faultPaper.nullable(),
  })
  .readonly();
export type CameraShown = z.output<typeof cameraShown>;

const control = z.object({ seatId, ...address, hasPassword: z.boolean(), presets: cameraPresets }).readonly();
export type CameraControlShown = z.output<typeof control>;
/** What a camera remembers itself; the name is empty where it keeps none. */
const ownPreset = z.object({ token, name: z.string().max(100) }).readonly();
const stream = z
  .object({
    url: z.string().max(500),
    encoding: z.string().max(20),
    widthPx: z.int(),
    heightPx: z.int(),
    frameRate: z.number(),
  })
  .readonly();

const push = z.number().min(-1).max(1);
const nothing = z.object({});
const desks: readonly Role[] = ['console', 'specialist'];
/** A camera may take fifteen seconds to arrive, and is asked before and after. */
const patienceMs = 30_000;

export const cameraCalls = {
  'camera.list-controls': call(nothing, z.object({ controls: z.array(control).readonly() }), desks),
  /** Asks the camera at this address what it has; nothing is kept. */
  'camera.try-control': call(
    z.object({ seatId, address: cameraAddress }),
    z.object({ presets: z.array(ownPreset).readonly(), streams: z.array(stream).readonly() }),
    desks,
    patienceMs,
  ),
  /** `address` null: this camera is turned by nobody any more, and what was kept of it is forgotten. */
  'camera.set-control': call(z.object({ seatId, address: cameraAddress.nullable() }), nothing, desks),
  'camera.name-presets': call(z.object({ seatId, presets: cameraPresets }), nothing, desks),
  /** Keeps where the camera looks now, in the camera, under a name of the hall; `token` null: a place of its own. */
  'camera.store-preset': call(
    z.object({ seatId, token: token.nullable(), name: preset.unwrap().shape.name }),
    z.object({ token }),
    desks,
    patienceMs,
  ),
  /** Answers when the camera is there; the state says meanwhile that it moves. A newer order for the same camera goes before. */
  'camera.go-to': call(z.object({ seatId, token }), nothing, desks, patienceMs),
  /** Goes on for a second: said again while a button is held; all zero stops it. Left to right, down to up, wide to near. */
  /** To the process that takes the pictures of a network camera, and to nobody else. */
  'camera.login': call(
    z.object({ seatId }),
    z.object({ login: z.object({ user: z.string(), password: z.string() }).readonly().nullable() }),
    ['sound-path'],
  ),
  'camera.move': call(z.object({ seatId, pan: push, tilt: push, zoom: push }), nothing, desks, patienceMs),
} as const;
