import { createRoot } from 'react-dom/client';
import { sweepMemory } from '../capture/sweep-memory.ts';
import { giveSignsOfLife } from '../ui/pulse.ts';
import { LookProvider } from '../ui/look-provider.tsx';
import { connectHall } from '#line/hall-client.ts';
import { App } from './app.tsx';

giveSignsOfLife();
sweepMemory({ isPainted: true });
const root = document.getElementById('root');
if (root !== null) {
  const hall = connectHall({ door: globalThis.tarazy });
  createRoot(root).render(
    <LookProvider window="console" scheme="light">
      <App hall={hall} />
    </LookProvider>,
  );
}
