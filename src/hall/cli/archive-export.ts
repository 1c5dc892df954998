import path from 'node:path';
import { fault } from '#domain/faults.ts';
import type { TrackId } from '#domain/ids.ts';
import { done, failed, type Outcome } from '#domain/outcome.ts';
import type { AtUs } from '#domain/record/timeline.ts';
import { isSecondTrack } from '#domain/seats.ts';
import { exitCodes, type Command, type Desk } from './command.ts';
import { parseMoment, showLength } from './moments.ts';
import { findHearing, openForCopying } from './open-archive.ts';

const endOfTime = 1e15;

/** Copies a stretch of a hearing, or the whole, into one new file: bit-exactly, or as the parties' players take it. */
export const exportCommand: Command = async ({ folders, env, operands, options, say, progress }) => {
  const [id] = operands;
  const { out } = options;
  if (id === undefined) return failed(fault('system.bad-arguments', { argument: 'ID' }));
  if (typeof out !== 'string') return failed(fault('system.bad-arguments', { argument: '--out' }));
  const fromUs = moment(options, 'from', 0);
  if (!fromUs.ok) return fromUs;
  const toUs = moment(options, 'to', endOfTime);
  if (!toUs.ok) return toUs;
  if (toUs.value <= fromUs.value) return failed(fault('archive.range-empty', {}));

  const isParty = options['party'] === true;
  const opened = await openForCopying(folders, env, isParty);
  if (!opened.ok) return opened;
  const archive = opened.value;
  try {
    const hearingId = findHearing(archive, id);
    if (!hearingId.ok) return hearingId;
    const recorded = archive.tracks(hearingId.value);
    // A party hears every seat once; the second track only fills the chief one's holes.
    const all = isParty ? recorded.filter((trackId) => !isSecondTrack(trackId)) : recorded;
    const asked = typeof options['tracks'] === 'string' ? (options['tracks'].split(',') as TrackId[]) : all;
    const strange = asked.find((trackId) => !recorded.includes(trackId));
    if (strange !== undefined) return failed(fault('system.bad-arguments', { argument: `--tracks ${strange}` }));
    const made = await archive.exportRange({
      hearingId: hearingId.value,
      fromUs: fromUs.value,
      toUs: toUs.value,
      tracks: asked,
      form: isParty ? 'party' : 'exact',
      out: path.resolve(out),
      onProgress: (share, remainingMs) => {
        progress(`${String(Math.floor(share * 100))} %${remainingMs === null ? '' : `  ${showLength(remainingMs)}`}`);
      },
    });
    if (!made.ok) return made;
    const { sha256 } = made.value;
    return done({
      exit: exitCodes.done,
      lines: [say('cli.export.done', { path: made.value.path }), `SHA-256 ${sha256}`],
      json: { hearingId: hearingId.value, tracks: asked, ...made.value },
    });
  } finally {
    archive.close();
  }
};

function moment(options: Desk['options'], name: 'from' | 'to', otherwise: AtUs): Outcome<AtUs> {
  const text = options[name];
  if (text === undefined) return done(otherwise);
  const atUs = typeof text === 'string' ? parseMoment(text) : null;
  return atUs === null ? failed(fault('system.bad-arguments', { argument: `--${name} ${String(text)}` })) : done(atUs);
}
