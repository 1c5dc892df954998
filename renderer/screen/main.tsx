import { createRoot } from 'react-dom/client';
import { connectHall } from '#line/hall-client.ts';
import { LookProvider } from '../ui/look-provider.tsx';
import { HallScreen } from './hall-screen.tsx';

const root = document.getElementById('root');
if (root !== null) {
  const hall = connectHall({ door: globalThis.tarazy });
  createRoot(root).render(
    <LookProvider window="screen" scheme="dark">
      <HallScreen hall={hall} />
    </LookProvider>,
  );
}
