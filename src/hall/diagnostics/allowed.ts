import { createHash } from 'node:crypto';

/* What may leave the hall in a bundle: only what stands in a list, and only if it looks as such a thing looks. Everything else stays. */

/** How a value may look. `hash` tells two apart and says nothing of them. */
export type Allowed = 'word' | 'version' | 'number' | 'boolean' | 'time' | 'label' | 'hash' | 'error' | 'fault';

/** Salted anew for each bundle, so that nobody finds out by trying what was hashed. */
export type Hasher = (value: string) => string;

export function hasherOf(salt: string): Hasher {
  return (value) => `#${createHash('sha256').update(`${salt}|${value}`).digest('hex').slice(0, 8)}`;
}

/** Our own words: of the code, of the fault catalogue, ids of seats. Numbers of cases and PINs have long rows of digits. */
const word = /^[A-Za-z][A-Za-z0-9._-]{0,79}$/;
const manyDigits = /\d{5,}/;
const version = /^v?\d{1,4}([.-][0-9A-Za-z]{1,12}){0,5}$/;
const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
/** What makers print on devices. People give names with apostrophes and in letters of their own. */
const label = /^[A-Za-z0-9 ()_.:+/-]{1,80}$/;

function isWord(value: unknown): value is string {
  return typeof value === 'string' && word.test(value) && !manyDigits.test(value);
}

/** The value as it may leave, or undefined where it may not. */
export function allowedValue(value: unknown, allowed: Allowed, hash: Hasher): unknown {
  switch (allowed) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined;
    case 'word':
      return isWord(value) || typeof value === 'number' ? value : undefined;
    case 'version':
      return typeof value === 'string' && version.test(value) ? value : undefined;
    case 'time':
      return typeof value === 'string' && isoTime.test(value) ? value : undefined;
    case 'label':
      if (typeof value !== 'string' || value === '') return undefined;
      return label.test(value) && !manyDigits.test(value) ? value : hash(value);
    case 'hash':
      return typeof value === 'string' && value !== '' ? hash(value) : undefined;
    case 'fault':
      return allowedObject(value, { key: 'word' }, hash);
    case 'error':
      return errorOf(value);
  }
}

/** The fields of an object that are named and look as they should. */
export function allowedObject(
  value: unknown,
  shape: Readonly<Record<string, Allowed>>,
  hash: Hasher,
): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, given]) => {
      const kind = Object.hasOwn(shape, name) ? shape[name] : undefined;
      const taken = kind === undefined ? undefined : allowedValue(given, kind, hash);
      return taken === undefined ? [] : [[name, taken]];
    }),
  );
}

const mostFrames = 12;
const ownFrame = /(?:(?:src|native)\/[\w./-]+|node:[\w/]+):\d+:\d+/g;

/** Class, code and places in our own code; what an error says may hold anything. */
function errorOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const type = isWord(given['type']) ? given['type'] : /^"?([A-Z][A-Za-z]*Error)\b/.exec(text)?.[1];
  const code = isWord(given['code']) ? given['code'] : /\b(E[A-Z]{3,12})\b/.exec(text)?.[1];
  const stack = [...(typeof given['stack'] === 'string' ? given['stack'] : '').matchAll(ownFrame)]
    .slice(0, mostFrames)
    .map(([frame]) => frame);
  return {
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(stack.length > 0 && { stack }),
  };
}
