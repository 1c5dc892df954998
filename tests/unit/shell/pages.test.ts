import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contentSecurityPolicy, fileOfAddress, servePage } from '../../../src/shell/pages.ts';

const root = mkdtempSync(path.join(tmpdir(), 'tarazy-pages-'));
const folder = path.join(root, 'renderer');
beforeAll(() => {
  mkdirSync(path.join(folder, 'console'), { recursive: true });
  writeFileSync(
    path.join(folder, 'console', 'index.html'),
    '<!doctype html><html><head><title>t</title></head></html>',
  );
  writeFileSync(path.join(folder, 'a.js'), 'export {};');
  writeFileSync(path.join(folder, 'list.exe'), 'x');
  writeFileSync(path.join(root, 'secret.json'), '{}');
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (address: string, method = 'GET'): Promise<Response> => servePage(folder, { method, url: address });

describe('a page of ours', () => {
  test('comes with a policy whose nonce stands in the page, new each time', async () => {
    const nonceOf = async (): Promise<string> => {
      const response = await get('tarazy://app/console/index.html');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? '';
      expect(await response.text()).toContain(`<meta name="csp-nonce" content="${nonce}">`);
      return nonce;
    };
    const first = await nonceOf();
    expect(first.length).toBeGreaterThan(15);
    expect(await nonceOf()).not.toBe(first);
  });

  test('may load its own files and call this machine, and nothing else', () => {
    const policy = contentSecurityPolicy('n');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https:| \*|script-src [^;]*data:/);
    for (const kind of ['frame-ancestors', 'form-action', 'base-uri']) expect(policy).toContain(`${kind} 'none'`);
  });

  test('is served with the type of its ending, and unknown endings are not served', async () => {
    expect((await get('tarazy://app/a.js')).headers.get('content-type')).toContain('text/javascript');
    expect((await get('tarazy://app/list.exe')).status).toBe(404);
    expect((await get('tarazy://app/a.js', 'POST')).status).toBe(405);
  });
});

describe('an address that climbs out of the folder', () => {
  test.each([
    'tarazy://app/../secret.json',
    'tarazy://app/%2e%2e/secret.json',
    'tarazy://app/console/..%2f..%2fsecret.json',
    'tarazy://app/..%5csecret.json',
    'tarazy://app/C:%5cWindows%5cwin.ini',
    'tarazy://app/%00',
    'tarazy://app/',
    'tarazy://app/.env.json',
    'tarazy://other/console/index.html',
    'file:///etc/passwd',
    'tarazy://app/%E0%A4%A',
    'nonsense',
  ])('finds nothing: %s', async (address) => {
    expect((await get(address)).status).toBe(404);
    const file = fileOfAddress(folder, address);
    if (file !== null) expect(path.relative(folder, file)).not.toMatch(/^\.\./);
  });
});
