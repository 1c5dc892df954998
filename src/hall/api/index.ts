/**
 * The door of the hall service. Owns the loopback sockets, tickets and roles. Promises: only 127.0.0.1, only our own
 * origin, every frame checked, every answer a value, and nobody outside can bring the service down. Never decides
 * anything of the court. Woken by sockets; main opens it when the rooms stand and closes it after them.
 */
export { openDoor } from './last-port.ts';
export { createDoorPapers, type Admission, type DoorPapers } from './papers-at-the-door.ts';
export { startApi, type Api, type ApiOptions } from './start-api.ts';
export type { UplinkChannel } from './chunks.ts';
export type { PictureChannel } from './pictures.ts';
export type { MediaFile, OpenMedia } from './media.ts';
export type { OpenUpload } from './upload.ts';
