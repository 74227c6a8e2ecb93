/** The `maas` command as a package that can be published or copied: one file that needs nothing but Node beside it. */
import { chmodSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
import packageJson from './package.json' with { type: 'json' }

// Copied away from its package.json, it is still read as a module.
const file = 'maas.mjs'

export default defineConfig({
  plugins: [asPackage()],
  ssr: { noExternal: true },
  build: {
    ssr: 'cli/main.ts',
    outDir: 'dist/cli',
    target: 'node20',
    emptyOutDir: true,
    copyPublicDir: false,
    minify: false,
    rolldownOptions: {
      output: { entryFileNames: file, banner: '#!/usr/bin/env node' },
    },
  },
})

/** What `npm pack` wants to find beside the file. */
function asPackage(): Plugin {
  const { version, license, type } = packageJson
  const description = {
    name: 'podyard-maas',
    version,
    description:
      'The maas command: manages KVM hosts through Podyard or any server with the MAAS 2.0 API.',
    license,
    type,
    bin: { maas: file },
    files: [file],
    engines: { node: '>=20' },
  }
  let outDir = ''
  return {
    name: 'podyard:cli-package',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    generateBundle(_, bundle) {
      const chunks = Object.keys(bundle).filter((name) => name.endsWith('.mjs'))
      if (chunks.length !== 1) this.error(`The command is to be one file: ${chunks.join(', ')}`)
      const emit = (fileName: string, source: string | Uint8Array) =>
        this.emitFile({ type: 'asset', fileName, source })
      emit('package.json', `${JSON.stringify(description, null, 2)}\n`)
      emit('LICENSE', readFileSync('LICENSE'))
      emit('README.md', readFileSync('cli/README.md'))
    },
    closeBundle() {
      chmodSync(join(outDir, file), 0o755)
    },
  }
}
