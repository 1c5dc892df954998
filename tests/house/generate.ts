import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { architecturePage, withPicture, drawPicture } from './architecture-picture.ts';
import { faultPage, faultPageFile } from './fault-page.ts';
import { read, root } from './house-tree.ts';

/* `npm run picture` and `npm run faults`: rewrites the pages that are made from the code. */

const [what] = process.argv.slice(2);
if (what === 'faults') {
  writeFileSync(path.join(root, faultPageFile), faultPage());
} else if (what === 'picture') {
  writeFileSync(path.join(root, architecturePage), withPicture(read(architecturePage), await drawPicture()));
} else {
  process.stderr.write('usage: generate.ts picture | faults\n');
  process.exitCode = 2;
}
