/**
 * The living pictures of network cameras.
 * Owns: the sockets on which the sound path brings them and the windows that show them watch, and who may open one.
 * Promises: a window begins with a key picture; what one that is slow does not take is dropped and never gathered; while devices must
 * be closed nothing is handed to anybody, whatever was open before (L5). Never does: touch the record or wait for it, decode, keep
 * a picture. Woken by: the api, actions. Closed by: the api, whose sockets they are.
 */
export { createLivePictures, type LivePictures, type PictureChannel } from './live-pictures.ts';
