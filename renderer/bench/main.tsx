import { createRoot } from 'react-dom/client';
import { connectHall } from '#line/hall-client.ts';
import { LookProvider } from '../ui/look-provider.tsx';
import { Bench } from './bench.tsx';

const root = document.getElementById('root');
if (root !== null) {
  const hall = connectHall({ door: globalThis.tarazy });
  createRoot(root).render(
    <LookProvider window="bench" scheme="dark">
      <Bench hall={hall} />
    </LookProvider>,
  );
}
