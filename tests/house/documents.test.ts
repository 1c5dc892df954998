import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { architecturePage, drawPicture, withPicture } from './architecture-picture.ts';
import { filesUnder, foldersIn, read, root } from './house-tree.ts';

const pages = [...filesUnder('docs'), 'README.md', 'CHANGELOG.md'].filter((file) => file.endsWith('.md'));

describe('the documents', () => {
  test('link only to what exists', () => {
    const broken = pages.flatMap((page) => {
      const prose = read(page).replace(/```[\s\S]*?```/g, '');
      return [...prose.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
        .map((link) => link[1]!)
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !existsSync(path.join(root, path.dirname(page), decodeURI(target))))
        .map((target) => `${page} → ${target}`);
    });
    expect(broken).toEqual([]);
  });

  test('name only files and folders of the tree that exist', () => {
    const gone = pages.flatMap((page) =>
      [...read(page).matchAll(/`((?:src|renderer|native|tests|tools|resources|docs)\/[\w./-]+)`/g)]
        .map((name) => name[1]!)
        .filter((name) => !existsSync(path.join(root, name)))
        .map((name) => `${page}: ${name}`),
    );
    expect(gone).toEqual([]);
  });

  test('draw the architecture as the code has it (npm run picture)', async () => {
    const page = read(architecturePage);
    expect(page).toBe(withPicture(page, await drawPicture()));
  });

  test('list every room in docs/architecture.md', () => {
    const page = read(architecturePage);
    expect(foldersIn('src/hall').filter((room) => !page.includes(`\`${room}\``))).toEqual([]);
  });

  test('number the decisions without a hole', () => {
    const numbers = filesUnder('docs/decisions').map((file) => Number(file.split('/').at(-1)!.slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test('give every decision its context, decision and consequences on one page', () => {
    const wrong = filesUnder('docs/decisions').filter((file) => {
      const text = read(file);
      return (
        !['## Context', '## Decision', '## Consequences'].every((head) => text.includes(head)) ||
        text.split('\n').length > 70
      );
    });
    expect(wrong).toEqual([]);
  });
});
