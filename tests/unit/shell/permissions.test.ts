import { describe, expect, test } from 'vitest';
import { mayCapture, mayLoad } from '../../../src/shell/permissions.ts';

describe('capture', () => {
  test('is for the recorder, the call and the console, pictures only for the bench, nothing for anyone else', () => {
    expect(mayCapture('recorder', ['video', 'audio'])).toBe(true);
    expect(mayCapture('call', ['audio', 'video'])).toBe(true);
    expect(mayCapture('console', ['audio'])).toBe(true);
    expect(mayCapture('screen', ['video'])).toBe(false);
    expect(mayCapture('bench', ['video'])).toBe(true);
    expect(mayCapture('bench', ['audio'])).toBe(false);
    expect(mayCapture('bench', ['video', 'audio'])).toBe(false);
    expect(mayCapture('bench', [])).toBe(false);
    expect(mayCapture(null, ['video'])).toBe(false);
  });
});

describe('what may be loaded', () => {
  test('is our own pages and the hall on this machine', () => {
    for (const address of [
      'tarazy://app/console/index.html',
      'ws://127.0.0.1:4711/v1/talk',
      'http://127.0.0.1:4711/v1/media/t/n',
      'blob:tarazy://app/x',
      'data:text/html,x',
    ]) {
      expect(mayLoad(address), address).toBe(true);
    }
  });
  test('is nothing that leaves the machine or only looks like it stays', () => {
    for (const address of [
      'https://example.org/',
      'http://127.0.0.1.example.org:80/',
      'http://localhost:4711/',
      'ws://10.0.0.1:1/',
      'tarazy://appendix/',
      'file:///etc/passwd',
      'http://127.0.0.1:80@example.org/',
      'blob:https://example.org/x',
    ]) {
      expect(mayLoad(address), address).toBe(false);
    }
  });
});
