/** Brings LibreOffice for `npm run test:documents`. Must run on Node 20 without any dependency. */
import { ensureOffice } from './debian-packages.mjs';
import { main } from './setup.mjs';

await main(() => {
  ensureOffice();
  return 0;
});
