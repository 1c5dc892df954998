import { createRoot } from 'react-dom/client';
import { connectHall } from '#line/hall-client.ts';
import { LookProvider } from '../ui/look-provider.tsx';
import { HallScreen } from './hall-screen.tsx';

const root = document.getElementById('root');
if (root !== null) {
  const hall = connectHall({ door: globalThis.tarazy });
  // The witness's monitor is this page once more, and chooses its language for itself.
  const isWitness = new URLSearchParams(location.search).has('witness');
  createRoot(root).render(
    <LookProvider window={isWitness ? 'witness' : 'screen'} scheme="dark">
      <HallScreen hall={hall} monitor={isWitness ? 'witness' : 'screen'} />
    </LookProvider>,
  );
}
