import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Signed } from '#domain/check/check-report.ts';
import { canonicalJson } from '#domain/journal/canonical-json.ts';

/** `forged`: it can be read and is not what was signed; `missing`: the report before this one is gone. */
export type BrokenFile = Readonly<{ file: string; what: 'unreadable' | 'forged' | 'missing' }>;

const envelope = z.object({ paper: z.record(z.string(), z.unknown()), keyId: z.string(), signature: z.string() });

/** All signed papers of a folder, the newest files up to `most`; a folder that is not there holds none. */
export async function readSigned<Paper>({
  folder,
  schema,
  verify,
  most,
}: Readonly<{
  folder: string;
  schema: z.ZodType<Paper>;
  verify(keyId: string, text: string, signature: string): boolean;
  most: number;
}>): Promise<Readonly<{ papers: readonly Signed<Paper>[]; broken: readonly BrokenFile[]; isWhole: boolean }>> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json')).toSorted();
  const papers: Signed<Paper>[] = [];
  const broken: BrokenFile[] = [];
  for (const file of names.slice(-most)) {
    try {
      const { paper, keyId, signature } = envelope.parse(JSON.parse(await readFile(path.join(folder, file), 'utf8')));
      // Over what lies there and not over what is understood of it: a later version may have said more.
      if (verify(keyId, canonicalJson(paper), signature)) papers.push({ paper: schema.parse(paper), keyId, signature });
      else broken.push({ file, what: 'forged' });
    } catch {
      broken.push({ file, what: 'unreadable' });
    }
  }
  return { papers, broken, isWhole: names.length <= most };
}
