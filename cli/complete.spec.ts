import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorld, key, type World } from './testing/world.ts'

let world: World
beforeAll(async () => {
  world = createWorld()
  await world.maas('login', 'ada', 'http://pods.example.net/MAAS/', key)
})
afterAll(() => world.end())

test.each<[string[], string[]]>([
  [[''], ['ada', 'login', 'logout', 'list', 'refresh', 'completion']],
  [['lo'], ['login', 'logout']],
  [['logout', ''], ['ada']],
  [['logout', 'ada', ''], []],
  [['refresh', 'ada', ''], []],
  [['completion', 'z'], ['zsh']],
  [
    ['ada', 'b'],
    ['box', 'boxes'],
  ],
  [
    ['ada', '-k', 'box', ''],
    ['read', 'update', 'add-tag', 'delete', 'wait'],
  ],
  [['ada', 'box', 'update', 'shelf', ''], []],
  [
    ['ada', 'box', 'update', 'shelf', '7', ''],
    ['size=', 'colour='],
  ],
  [['ada', 'box', 'update', 'shelf', '7', 'size=3', ''], ['colour=']],
  [['ada', 'box', 'update', 'shelf', '7', 'colour@=x', ''], ['size=']],
  [['ada', 'boxes', 'read', '--ta'], ['--table']],
  [['nobody', ''], []],
])('after %j may follow %j', async (words, expected) => {
  const { out } = await world.maas('__complete', ...words)
  expect(out.split('\n').flatMap((line) => (line === '' ? [] : [line.split('\t')[0]]))).toEqual(
    expected,
  )
})

/** What bash offers when Tab is pressed after a line. */
async function tab(line: string): Promise<string[]> {
  const folder = join(world.folder, 'bin')
  mkdirSync(folder, { recursive: true })
  const program = join(folder, 'maas')
  const main = join(import.meta.dirname, 'main.ts')
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`)
  chmodSync(program, 0o755)
  const script = `set -eu
eval "$(maas completion bash)"
COMP_LINE=$1 COMP_POINT=\${#1}
_maas || true
[ \${#COMPREPLY[@]} = 0 ] || printf '%s\\n' "\${COMPREPLY[@]}"`
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env['PATH']}`,
    XDG_CONFIG_HOME: world.folder,
  }
  const { stdout } = await promisify(execFile)('bash', ['-c', script, 'bash', line], { env })
  return stdout.split('\n').slice(0, -1)
}

test('bash: a word ends with a blank, a field with its =, a value is left to bash', async () => {
  expect(await tab('maas a')).toEqual(['ada '])
  expect(await tab('maas ada boxes ')).toEqual(['read ', 'create '])
  expect(await tab('maas ada box update s 7 si')).toEqual(['size='])
  expect(await tab('maas ada box update s 7 size=')).toEqual([])
})

test('only shells that there are', async () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    expect((await world.maas('completion', shell)).out).toContain('__complete')
  }
  expect((await world.maas('completion', 'csh')).exitCode).toBe(2)
})
