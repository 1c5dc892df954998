import { homedir } from 'node:os';
import { describe, expect, test } from 'vitest';
import { homeFolder, mustKeepHall } from '../../../src/shell/start-hall.ts';
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

test('a shell opened by its icon keeps the service running, and on Windows every shell does', () => {
  expect(mustKeepHall({}, 'linux')).toBe(true);
  expect(mustKeepHall({ TARAZY_SHELL_KEPT: '1' }, 'linux')).toBe(false);
  expect(mustKeepHall({ TARAZY_SHELL_KEPT: '1' }, 'win32')).toBe(true);
});
