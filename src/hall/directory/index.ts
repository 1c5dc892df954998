/**
 * The directory of courts, halls and institutions. Owns directory.json, and the sheet that is being imported. Promises: what
 * was answered is on disk, an import does exactly what was shown, and a file that cannot be read is left as it is. Never
 * trusts a hall because it stands here: that is what pairing is for. Woken by actions; has nothing to close.
 */
export { openDirectory, type Directory } from './directory.ts';
