/** What the build makes of it: one file, and a package around it. */
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const execute = promisify(execFile)
let folder = ''

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'podyard-maas-package-'))
  const outDir = join(folder, 'package')
  await build({
    root,
    configFile: join(root, 'vite.cli.config.ts'),
    logLevel: 'error',
    build: { outDir },
  })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = () => join(folder, 'package/maas.mjs')

test('is one small program that needs nothing but node', () => {
  const code = readFileSync(file(), 'utf8')
  expect(code).toMatch(/^#!\/usr\/bin\/env node\n/)
  expect(statSync(file()).mode & 0o111).toBe(0o111)
  const imported = [...code.matchAll(/^import .*? from "([^"]+)";$/gm)].map((match) => match[1])
  expect(imported.length).toBeGreaterThan(5)
  expect(imported.filter((name) => !name?.startsWith('node:'))).toEqual([])
  expect(code.length).toBeLessThan(100_000)
})

test('runs wherever it is copied, under whatever name', async () => {
  const copy = join(folder, 'maas')
  cpSync(file(), copy)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
  }
  const env = { PATH: process.env['PATH'], HOME: folder }
  expect((await execute(copy, ['--version'], { env })).stdout).toBe(`${version}\n`)
})

test('npm packs the program, its licence and what it is, and no more', async () => {
  const { stdout } = await execute('npm', ['pack', '--dry-run', '--json'], {
    cwd: join(folder, 'package'),
  })
  const [packed] = JSON.parse(stdout) as { name: string; files: { path: string; mode: number }[] }[]
  expect(packed?.files.map(({ path }) => path).sort()).toEqual([
    'LICENSE',
    'README.md',
    'maas.mjs',
    'package.json',
  ])
  const described = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8')) as object
  expect(described).toMatchObject({
    bin: { maas: 'maas.mjs' },
    license: 'Apache-2.0',
    type: 'module',
  })
})
