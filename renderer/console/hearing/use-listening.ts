import { useCallback, useEffect, useState } from 'react';
import type { HearingId, SeatId } from '#domain/ids.ts';
import type { HallClient } from '#line/hall-client.ts';
import type { AudioOutput } from './audio-outputs.ts';
import { followCopy } from './live-track.ts';

const askAgainMs = 1000;

/** Which seat is listened to from disk, and how far behind now that is; null until something is heard. */
export type Listening = Readonly<{ seatId: SeatId | null; behindMs: number | null; isOutputRefused: boolean }>;

/** Sound of the record may come out of headphones that a person chose, never of the hall's loudspeakers or of nobody-knows-where. */
export function isPrivate(output: AudioOutput): boolean {
  return output.deviceId !== '' && !output.isHall;
}

/** Listens to one seat's track from disk while it is written. */
export function useListening(
  hall: HallClient,
  hearingId: HearingId,
  seatId: SeatId | null,
  output: AudioOutput,
  readNowUs: () => number,
): Omit<Listening, 'seatId'> {
  const [behindMs, setBehindMs] = useState<number | null>(null);
  const [isOutputRefused, setIsOutputRefused] = useState(false);
  const mayPlay = isPrivate(output);
  const { deviceId } = output;

  /** Where the newest piece of the seat's track can be heard. */
  const newestPiece = useCallback(async () => {
    const timeline = await hall.ask('record.timeline', { hearingId });
    if (!timeline.ok) return null;
    const lane = timeline.value.lanes.find((each) => (each.trackId as string) === seatId);
    const piece = lane?.pieces.at(-1);
    return piece === undefined || piece.url === null ? null : { url: piece.url, fromUs: piece.fromUs };
  }, [hall, hearingId, seatId]);

  useEffect(() => {
    if (seatId === null || !mayPlay) return;
    const stop = new AbortController();
    const isOver = (): boolean => stop.signal.aborted;
    const audio = new Audio();
    const listen = async (): Promise<void> => {
      const isTaken = await audio.setSinkId(deviceId).then(
        () => true,
        () => false,
      );
      setIsOutputRefused(!isTaken);
      while (isTaken && !isOver()) {
        const piece = await newestPiece();
        if (piece !== null && !isOver())
          await followCopy(audio, piece.url, stop.signal, (atS) =>
            setBehindMs((readNowUs() - piece.fromUs) / 1000 - atS * 1000),
          );
        if (!isOver()) {
          setBehindMs(null);
          await new Promise((resolve) => setTimeout(resolve, askAgainMs));
        }
      }
    };
    void listen();
    return () => {
      stop.abort();
      audio.pause();
      setBehindMs(null);
      setIsOutputRefused(false);
    };
  }, [seatId, mayPlay, deviceId, newestPiece, readNowUs]);

  return { behindMs, isOutputRefused };
}
