import { randomBytes } from 'node:crypto';

type Entry = {
  readonly token: string;
  readonly path: string;
  readonly name: string;
  readonly mime: string;
  usedMs: number;
};

/** A page that shows a timeline all day asks again long before this. */
const lifetimeMs = 6 * 60 * 60 * 1000;

/** Which files may be fetched by whom: a random token a file, which expires unless it is used. */
export class MediaTokens {
  readonly #nowMs: () => number;
  readonly #byToken = new Map<string, Entry>();
  readonly #byPath = new Map<string, Entry>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Path on the api's door for a file of ours; the same one while its token lives. */
  pathFor(path: string, name: string, mime: string): string {
    this.#forgetOld();
    const known = this.#byPath.get(path);
    const entry = known ?? { token: randomBytes(24).toString('base64url'), path, name, mime, usedMs: 0 };
    entry.usedMs = this.#nowMs();
    this.#byToken.set(entry.token, entry);
    this.#byPath.set(path, entry);
    return `/v1/media/${entry.token}/${entry.name}`;
  }

  open(token: string, name: string): Readonly<{ path: string; mime: string }> | null {
    this.#forgetOld();
    const entry = this.#byToken.get(token);
    if (entry === undefined || entry.name !== name) return null;
    entry.usedMs = this.#nowMs();
    return { path: entry.path, mime: entry.mime };
  }

  forget(path: string): void {
    const entry = this.#byPath.get(path);
    if (entry === undefined) return;
    this.#byPath.delete(path);
    this.#byToken.delete(entry.token);
  }

  #forgetOld(): void {
    const oldestMs = this.#nowMs() - lifetimeMs;
    for (const entry of [...this.#byToken.values()]) if (entry.usedMs < oldestMs) this.forget(entry.path);
  }
}
