/* A service whose lamp says recording, to be killed by the test: `lit-lamp.ts FILE LOGS`. */
import { openPanels } from '../../src/hall/panels/index.ts';
import { createLog } from '../../src/hall/plumbing/index.ts';

const [file = '', logs = ''] = process.argv.slice(2);
const nothing = (): void => {};
openPanels({
  file,
  log: createLog(logs),
  lampNow: () => 'recording',
  on: { pressed: nothing, changed: nothing, fault: nothing, recovered: nothing },
});
