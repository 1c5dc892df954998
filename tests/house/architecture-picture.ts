import { runTool } from './house-tree.ts';

export const architecturePage = 'docs/architecture.md';
const begin = '<!-- picture: npm run picture -->';
const end = '<!-- end of picture -->';

type CruisedModule = Readonly<{ source: string; dependencies: readonly Readonly<{ resolved: string }>[] }>;

/** Which box of the picture a file belongs to; null for what is not ours. */
function boxOf(file: string): string | null {
  const found =
    /^(?:src\/(?:domain|contract|measure|shell)|src\/hall\/[^/]+|renderer\/[^/]+|native\/[^/]+)(?=[/.]|$)/.exec(file);
  return found?.[0].replace(/[.]ts$/, '') ?? null;
}

/** Nearly everybody leans on these, so arrows to them would hide all others. */
const floor = new Set(['src/domain', 'src/hall/plumbing']);

const groups: readonly (readonly [title: string, prefix: RegExp])[] = [
  ['windows', /^renderer\//],
  ['Electron shell', /^src\/shell/],
  ['hall service', /^src\/hall\//],
  ['foreign things', /^native\//],
  ['shared by all sides', /^src\/(domain|contract|measure)/],
];

const idOf = (box: string) => box.replaceAll('/', '_').replaceAll('-', '_');
const labelOf = (box: string) => box.replace(/^src\/hall\//, '').replace(/^(src|renderer|native)\//, '');

/** The mermaid picture of which folder imports which, made from the code by dependency-cruiser. */
export async function drawPicture(): Promise<string> {
  const cruise = await runTool('dependency-cruiser/bin/dependency-cruiser.mjs', [
    ...['--config', '.dependency-cruiser.mjs', '--output-type', 'json', '--no-progress'],
    ...['src', 'renderer', 'native'],
  ]);
  const { modules } = JSON.parse(cruise.output.slice(cruise.output.indexOf('{'))) as {
    modules: readonly CruisedModule[];
  };
  const boxes = new Set<string>();
  const arrows = new Set<string>();
  for (const module of modules) {
    const from = boxOf(module.source);
    if (from === null) continue;
    boxes.add(from);
    for (const dependency of module.dependencies) {
      const to = boxOf(dependency.resolved);
      if (to !== null && to !== from && !floor.has(to)) arrows.add(`  ${idOf(from)} --> ${idOf(to)}`);
    }
  }
  const drawn = groups.flatMap(([title, prefix]) => {
    const inside = [...boxes].filter((box) => prefix.test(box)).sort();
    if (inside.length === 0) return [];
    return [
      `  subgraph ${title.replaceAll(' ', '_')}["${title}"]`,
      ...inside.map((box) => `    ${idOf(box)}["${labelOf(box)}"]`),
      '  end',
    ];
  });
  return ['```mermaid', 'flowchart LR', ...drawn, ...[...arrows].sort(), '```'].join('\n');
}

/** The page with its picture replaced. */
export function withPicture(page: string, picture: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${architecturePage} lacks the lines ${begin} and ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${picture}\n\n${page.slice(to)}`;
}
