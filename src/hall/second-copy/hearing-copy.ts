import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { trackFiles, writeFileAtomically } from '../plumbing/index.ts';
import { copyBytes, cutTo, hashBack, lengthOf, type Pace } from './copied-file.ts';
import { exhibitsBy, sealedBy, signedTo, wholeLines, type SealedSegment, type WholeFile } from './sealed-lines.ts';

const journalName = 'journal.jsonl';
const headName = 'head.json';
/** How many lines of the copied journal have all their segments read back and found right. */
const verifiedName = 'second-copy.json';
/** It spares a later start some reading back and is not worth a sync with every pass. */
const verifiedEveryLines = 200;

/** The copy is not what the main disk holds, and which of the two is right only a person can say. */
export class CopyDiffers extends Error {
  readonly file: string;
  constructor(file: string) {
    super(`the copy differs: ${file}`);
    this.file = file;
  }
}

export type Passed = Readonly<{ copiedBytes: number; verifiedSegments: number }>;

/**
 * One hearing's copy. Every pass copies in the order chunk logs, journal, head, and the journal only as far as the head
 * signs it: so what lies there is a whole record at every moment, whenever either side breaks.
 */
export class HearingCopy {
  readonly #from: string;
  readonly #to: string;
  readonly #pace: Pace;
  readonly #copied = new Map<string, number>();
  readonly #sealedTo = new Map<string, number>();
  #isTakenUp = false;
  #lines = 0;
  #journalBytes = 0;
  #verifiedLines = 0;
  #waiting: SealedSegment[] = [];
  #signed: string | null = null;
  #differs: CopyDiffers | null = null;

  constructor(from: string, to: string, pace: Pace) {
    this.#from = from;
    this.#to = to;
    this.#pace = pace;
  }

  /** Copies what has come since; throws what either disk throws, and `CopyDiffers`, each time it is asked, where the two disagree. */
  async pass(): Promise<Passed> {
    if (this.#differs !== null) throw this.#differs;
    try {
      return await this.#pass();
    } catch (error) {
      // After any break what was believed of the other side is looked at anew.
      this.#isTakenUp = false;
      if (error instanceof CopyDiffers) this.#differs = error;
      throw error;
    }
  }

  async #pass(): Promise<Passed> {
    const nothing = { copiedBytes: 0, verifiedSegments: 0 };
    const headFile = path.join(this.#from, headName);
    if (!existsSync(headFile)) return nothing;
    const head = readFileSync(headFile, 'utf8');
    const signed = signedTo(head);
    if (signed === null) return nothing;
    if (!this.#isTakenUp) this.#takeUp();
    const isUnchanged = this.#signed === signed.hash;

    const fresh = isUnchanged ? [] : this.#freshLines(signed.count);
    const seals = sealedBy(fresh);
    for (const { file, segment } of seals) this.#noteSealed(file, segment.offsetBytes + segment.lengthBytes);
    this.#waiting.push(...seals);
    let copiedBytes = await this.#copyLogs();
    for (const exhibit of exhibitsBy(fresh)) copiedBytes += await this.#copyExhibit(exhibit);
    const verifiedSegments = await this.#verify();

    if (fresh.length > 0) {
      const bytes = fresh.reduce((sum, line) => sum + line.length, 0);
      const range = { fromByte: this.#journalBytes, toByte: this.#journalBytes + bytes };
      await this.#copy(journalName, range);
      copiedBytes += bytes;
      this.#journalBytes = range.toByte;
      this.#lines += fresh.length;
    }
    if (!isUnchanged && this.#lines === signed.count) {
      await writeFileAtomically(path.join(this.#to, headName), head);
      this.#signed = signed.hash;
    }
    const unsaid = this.#lines - this.#verifiedLines;
    if (unsaid >= verifiedEveryLines || (unsaid > 0 && isUnchanged)) {
      await writeFileAtomically(path.join(this.#to, verifiedName), `${JSON.stringify({ lines: this.#lines })}\n`);
      this.#verifiedLines = this.#lines;
    }
    return { copiedBytes, verifiedSegments };
  }

  /** Looks at what lies on the other side. What no segment covers there may be torn and is copied again. */
  #takeUp(): void {
    mkdirSync(this.#to, { recursive: true });
    this.#copied.clear();
    this.#sealedTo.clear();
    const copy = readIfThere(path.join(this.#to, journalName));
    const main = readIfThere(path.join(this.#from, journalName));
    const lines = wholeLines(copy, Number.POSITIVE_INFINITY);
    this.#journalBytes = lines.reduce((sum, line) => sum + line.length, 0);
    if (!main.subarray(0, this.#journalBytes).equals(copy.subarray(0, this.#journalBytes)))
      throw new CopyDiffers(path.join(path.basename(this.#to), journalName));
    if (copy.length > this.#journalBytes) cutTo(path.join(this.#to, journalName), this.#journalBytes);
    this.#lines = lines.length;
    this.#verifiedLines = Math.min(lines.length, verifiedLinesOf(path.join(this.#to, verifiedName)));
    const sealed = sealedBy(lines);
    for (const { file, segment } of sealed) this.#noteSealed(file, segment.offsetBytes + segment.lengthBytes);
    this.#waiting = [...sealedBy(lines.slice(this.#verifiedLines))];
    this.#signed = null;
    for (const file of logsIn(this.#to)) {
      const sealedTo = this.#sealedTo.get(file) ?? 0;
      const target = path.join(this.#to, file);
      if (lengthOf(target) > sealedTo) cutTo(target, sealedTo);
      this.#copied.set(file, Math.min(lengthOf(target), sealedTo));
    }
    this.#isTakenUp = true;
  }

  /** Into what stands there already: a share that fell off meanwhile leaves a folder of the main disk, which must not be filled. */
  async #copy(file: string, range: Readonly<{ fromByte: number; toByte: number }>): Promise<number> {
    if (!existsSync(this.#to)) throw new Error(`the second copy's folder is gone: ${this.#to}`);
    return await copyBytes(path.join(this.#from, file), path.join(this.#to, file), range, this.#pace);
  }

  #noteSealed(file: string, toByte: number): void {
    this.#sealedTo.set(file, Math.max(this.#sealedTo.get(file) ?? 0, toByte));
  }

  /** Lines that the head signs and the copy lacks. */
  #freshLines(count: number): readonly Buffer[] {
    const bytes = readFileSync(path.join(this.#from, journalName)).subarray(this.#journalBytes);
    return wholeLines(bytes, Math.max(0, count - this.#lines));
  }

  /** Before the journal names it there. One that is gone or altered on the main disk is for verification to tell, and no reason to stop copying. */
  async #copyExhibit({ file, lengthBytes, sha256 }: WholeFile): Promise<number> {
    const to = path.join(this.#to, file);
    const range = { fromByte: 0, toByte: lengthBytes };
    if ((await hashBack(to, range, this.#pace)) === sha256) return 0;
    if (lengthOf(path.join(this.#from, file)) === 0) return 0;
    await this.#copy(file, range);
    return lengthBytes;
  }

  async #copyLogs(): Promise<number> {
    let copiedBytes = 0;
    for (const file of logsIn(this.#from)) {
      const [from, to] = [path.join(this.#from, file), path.join(this.#to, file)];
      const toByte = lengthOf(from);
      let fromByte = this.#copied.get(file) ?? 0;
      if (toByte < fromByte) {
        const sealedTo = this.#sealedTo.get(file) ?? 0;
        // The main disk lost what was sealed: the copy is the better one and stays.
        if (toByte < sealedTo) throw new CopyDiffers(path.join(path.basename(this.#to), file));
        cutTo(to, sealedTo);
        fromByte = sealedTo;
      }
      if (toByte === fromByte) continue;
      const reached = await this.#copy(file, { fromByte, toByte });
      copiedBytes += reached - fromByte;
      this.#copied.set(file, reached);
    }
    return copiedBytes;
  }

  /** Reads every newly sealed segment back. One that is not right, as after a write that the main disk took back, is copied once more. */
  async #verify(): Promise<number> {
    let verified = 0;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const { file, segment } = next;
      const to = path.join(this.#to, file);
      const range = { fromByte: segment.offsetBytes, toByte: segment.offsetBytes + segment.lengthBytes };
      if ((await hashBack(to, range, this.#pace)) !== segment.sha256) {
        await this.#copy(file, range);
        if ((await hashBack(to, range, this.#pace)) !== segment.sha256)
          throw new CopyDiffers(path.join(path.basename(this.#to), file));
      }
      this.#waiting.shift();
      verified += 1;
    }
    return verified;
  }
}

/** The chunk logs under a hearing's folder, relative to it. */
function logsIn(folder: string): readonly string[] {
  return trackFiles(folder).filter((file) => file.endsWith('.mkv'));
}

function readIfThere(file: string): Buffer {
  return existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
}

function verifiedLinesOf(file: string): number {
  try {
    const { lines } = JSON.parse(readFileSync(file, 'utf8')) as Readonly<{ lines?: unknown }>;
    return typeof lines === 'number' ? lines : 0;
  } catch {
    return 0;
  }
}
