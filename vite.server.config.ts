/** The server as files that run with nothing but Node beside them: main.js looks at the version, then loads the rest. */
import { defineConfig } from 'vite'

export default defineConfig({
  ssr: { noExternal: true },
  build: {
    ssr: 'bff/main.ts',
    outDir: 'dist/server',
    target: 'node24',
    emptyOutDir: true,
    // What lies in public/ belongs to the UI.
    copyPublicDir: false,
    minify: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'main.js',
        chunkFileNames: '[name].js',
        // ssh2 asks for the folder of its Windows helper when it is loaded.
        banner: (chunk) => (chunk.isEntry ? '' : 'const __dirname = import.meta.dirname'),
      },
      // Native helpers of ssh2 and pg that are not installed; both go on without.
      external: ['cpu-features', 'pg-native', /sshcrypto\.node$/],
    },
  },
})
