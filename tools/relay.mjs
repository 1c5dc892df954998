/** Brings coturn for `npm run test:network -- --part shut-udp`. Must run on Node 20 without any dependency. */
import { ensureRelay } from './debian-packages.mjs';
import { main } from './setup.mjs';

await main(() => {
  ensureRelay();
  return 0;
});
