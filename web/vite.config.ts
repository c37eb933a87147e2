import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page is served under a content security policy without inline scripts and styles, so nothing
// may be inlined into index.html, and no module preload polyfill is needed.
export default defineConfig({
  plugins: [react()],
  resolve: { tsconfigPaths: true },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: { '/api': process.env.TUSK_SERVER ?? 'http://127.0.0.1:8321' } },
});
