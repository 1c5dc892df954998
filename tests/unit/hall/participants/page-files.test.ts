import { expect, test } from 'vitest';
import { safeHeaders } from '../../../../src/hall/participants/page-files.ts';

test('a browser is told to demand a certificate for a year only where the court has one of its own', () => {
  expect(safeHeaders('court.example', true)['strict-transport-security']).toBe('max-age=31536000');
  expect(safeHeaders('192.168.0.5', false)).not.toHaveProperty('strict-transport-security');
});

test('the page may show pictures that it made of bytes it fetched, and none of another address', () => {
  const policy = safeHeaders('court.example:8443', false)['content-security-policy'];
  expect(policy).toContain("img-src 'self' data: blob:;");
  expect(policy).toContain("connect-src 'self' wss://court.example:8443;");
});
