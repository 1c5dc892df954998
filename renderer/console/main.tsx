import { createRoot } from 'react-dom/client';
import { giveSignsOfLife } from '../ui/pulse.ts';
import { LookProvider } from '../ui/look-provider.tsx';
import { connectHall } from '#line/hall-client.ts';
import { App } from './app.tsx';

giveSignsOfLife();
const root = document.getElementById('root');
if (root !== null) {
  const hall = connectHall({ door: globalThis.tarazy });
  createRoot(root).render(
    <LookProvider window="console" scheme="light">
      <App hall={hall} />
    </LookProvider>,
  );
}
