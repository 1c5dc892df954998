import { useEffect, useRef } from 'react';
import type { PanelPressed } from '#contract/panels.ts';
import type { HallClient } from '#line/hall-client.ts';

/** Hears every button of the hall's panels for as long as whoever asks is on the screen. */
export function usePanelPress(hall: HallClient, heard: (pressed: PanelPressed) => void): void {
  const newest = useRef(heard);
  useEffect(() => {
    newest.current = heard;
  });
  useEffect(() => hall.on('panel.pressed', (pressed) => newest.current(pressed)), [hall]);
}
