import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lockFolder } from './lock.ts'

const holderProgram = `
  const { lockFolder } = await import(process.argv[1])
  lockFolder(process.argv[2])
  console.log('locked')
  setInterval(() => {}, 1e6)
`

test('a second server is refused with the folder and the process; kill -9 frees it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'podyard-lock-'))
  const module = join(import.meta.dirname, 'lock.ts')
  const child = spawn(process.execPath, [
    '--input-type=module',
    '-e',
    holderProgram,
    module,
    folder,
  ])
  try {
    await once(child.stdout, 'data')
    expect(() => lockFolder(folder)).toThrow(
      `The data folder ${folder} is in use by another Podyard (process ${child.pid}).`,
    )
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const lock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(`process ${process.pid}`)
  lock.release()
  lockFolder(folder).release()
})
