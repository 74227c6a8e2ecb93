/** The JavaScript that a first visit loads, compressed, against its budget. Wants a built dist/web. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'

const budgetKb = 200
const directory = join(import.meta.dirname, '../dist/web')
const page = join(directory, 'index.html')
if (!existsSync(page)) {
  console.error('dist/web is not built. Run: ./x build')
  process.exit(1)
}

// What the page names is fetched at once; Vite names the entry and all it imports statically.
const html = readFileSync(page, 'utf8')
const named = [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].flatMap(([, url]) => url ?? [])
const files = new Set<string>()
for (const url of named) follow(join(directory, 'assets', url.split('/assets/')[1] ?? url))

const sizes = [...files].map((file) => ({ file, bytes: gzipSync(readFileSync(file)).length }))
const totalKb = sizes.reduce((total, { bytes }) => total + bytes, 0) / 1000
for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes)) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file.slice(directory.length + 1)}`)
}
console.log(`${totalKb.toFixed(1).padStart(8)} kB  of ${budgetKb} kB`)
if (sizes.length === 0) throw new Error(`${page} names no script`)
if (totalKb > budgetKb) {
  console.error('Too much for a first visit. Load something lazily, or drop a dependency.')
  process.exitCode = 1
}

function follow(file: string): void {
  if (files.has(file)) return
  files.add(file)
  const code = readFileSync(file, 'utf8')
  for (const [, path] of code.matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g)) {
    if (path !== undefined) follow(join(dirname(file), path))
  }
}
