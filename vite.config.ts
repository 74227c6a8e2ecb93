import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { calls } from './contract/calls.ts'
import { root } from './contract/root.ts'

const server = 'http://127.0.0.1:5240'

export default defineConfig(({ mode }) => ({
  base: root,
  plugins: [
    react(),
    plainCalls(),
    ...(mode === 'mocks' ? [mockWorker()] : [firstViewBudget(200), precompress()]),
  ],
  build: {
    outDir: 'dist/web',
    // Our content policy allows neither inline styles nor data: addresses.
    assetsInlineLimit: 0,
    // 15 kB in all: one file saves a request per component, and its order never depends on the way taken.
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Changes seldom, so it stays in the browser's cache across releases.
            {
              name: 'vendor',
              test: /node_modules\/(react|react-dom|scheduler|react-router|@tanstack|zod)\//,
            },
            // Every page has these; what few need (slider, tabs, forms, charts) stays with those few.
            {
              name: 'kit',
              test: /web\/(ui|util|hooks|stores|table)\/(?!RatioInput|Tabs|Input\.|Field|TimeChart|time-chart)/,
            },
          ],
        },
      },
    },
  },
  server: {
    // Test runs write here while a page is open.
    watch: { ignored: ['**/.cache/**', '**/data/**', '**/dist/**', '**/test-results/**'] },
    proxy:
      mode === 'mocks'
        ? {}
        : {
            [`${root}api/`]: server,
            [`${root}accounts/`]: server,
            [`${root}ws/`]: { target: server, ws: true },
          },
  },
}))

/** How endpoints are called, as plain data instead of what it is made of. */
function plainCalls(): Plugin {
  return {
    name: 'podyard:plain-calls',
    apply: 'build',
    load(id) {
      if (!id.endsWith('/contract/calls.ts')) return null
      return `export const calls = ${JSON.stringify(calls)}`
    },
  }
}

/** The service worker behind the mocks, straight from its package: it never ships. */
function mockWorker(): Plugin {
  const path = createRequire(import.meta.url).resolve('msw/mockServiceWorker.js')
  return {
    name: 'podyard:mock-worker',
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        if (request.url !== `${root}mockServiceWorker.js`) return next()
        response.setHeader('content-type', 'text/javascript')
        response.end(readFileSync(path))
      })
    },
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'mockServiceWorker.js',
        source: readFileSync(path),
      })
    },
  }
}

/** The pages that a browser opens with: for who is logged in, and for who is not. */
const firstPages = { pods: 'web/pages/pods/PodsPage.tsx', login: 'web/pages/login/LoginPage.tsx' }

/** The entry, the page that is opened, and what both import: what a browser must load before it shows that page. */
function firstViewBudget(kilobytes: number): Plugin {
  return {
    name: 'podyard:first-view-budget',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
      const size = (page: string) => {
        const firstView = new Map<string, number>()
        const visit = (fileName: string) => {
          const chunk = bundle[fileName]
          if (firstView.has(fileName) || chunk?.type !== 'chunk') return
          firstView.set(fileName, gzipSync(chunk.code).length)
          for (const imported of chunk.imports) visit(imported)
        }
        const pageChunk = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(page))
        if (!pageChunk)
          this.error(`No chunk for ${page}: the budget of the first view cannot be told.`)
        for (const chunk of [...chunks.filter(({ isEntry }) => isEntry), pageChunk]) {
          visit(chunk.fileName)
        }
        return [...firstView.values()].reduce((sum, bytes) => sum + bytes, 0)
      }
      for (const [name, page] of Object.entries(firstPages)) {
        const bytes = size(page)
        const told = `JavaScript of the first view, ${name}: ${(bytes / 1000).toFixed(1)} kB gzipped, budget ${kilobytes} kB`
        if (bytes > kilobytes * 1000) this.error(told)
        // Said whatever the log level: it is a figure that people ask for.
        console.log(told)
      }
    },
  }
}

/** Compressed once, as well as can be, so that the server only picks a file. Fonts are compressed already. */
function precompress(): Plugin {
  let outDir = ''
  return {
    name: 'podyard:precompress',
    configResolved(config) {
      outDir = join(config.root, config.build.outDir)
    },
    closeBundle() {
      const names = readdirSync(outDir, { recursive: true, encoding: 'utf8' })
      for (const path of names.filter((name) => /\.(html|js|css|svg)$/.test(name))) {
        const content = readFileSync(join(outDir, path))
        writeFileSync(join(outDir, `${path}.br`), brotliCompressSync(content))
        writeFileSync(join(outDir, `${path}.gz`), gzipSync(content, { level: 9 }))
      }
    },
  }
}
