import { homedir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { homeFolder } from '../../../src/shell/start-hall.ts';
import { dataFolders } from '../../../src/hall/plumbing/index.ts';

describe('the data folder', () => {
  test('is the same for the shell and for the service', () => {
    for (const env of [
      {},
      { TARAZY_HOME: '/somewhere/else' },
      { TARAZY_HOME: 'relative' },
      { XDG_DATA_HOME: '/data' },
      { TARAZY_HOME: '', XDG_DATA_HOME: '' },
      { LOCALAPPDATA: '/local' },
    ]) {
      expect(homeFolder(env, process.platform, homedir())).toBe(dataFolders(env).root);
    }
  });
});
