/*
 * Owns: what is said to cameras that can be turned, by VISCA over IP and by ONVIF, and the sockets it is said on.
 * Promises: every call ends by itself; nobody but the camera that was set up is told its password.
 * Never: keeps an address or a password beyond the open camera, opens a camera's picture.
 */
import type { CameraControl, ControlAddress } from './camera-control.ts';
import { openOnvifCamera } from './onvif-camera.ts';
import { openViscaCamera } from './visca-camera.ts';

export { isSamePlace } from './camera-control.ts';
export type {
  CameraControl,
  CameraPosition,
  CameraPreset,
  CameraPush,
  CameraStatus,
  CameraStream,
  ControlAddress,
} from './camera-control.ts';

/** A camera at this address. Nothing is sent before it is asked for something. */
export function openCameraControl(address: ControlAddress): CameraControl {
  return address.protocol === 'visca' ? openViscaCamera(address) : openOnvifCamera(address);
}
