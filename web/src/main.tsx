// Where the page begins.
import '@fontsource-variable/inter/wght.css';
import './components/mantine.css';
import './components/theme.css';
import './components/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app';
import { start_i18n } from './lib/i18n';
import { watch_invitation_links } from './lib/invitations/link';

watch_invitation_links();
start_i18n();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
