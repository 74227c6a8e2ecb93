import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

export type Lock = { release: () => void }

export class LockedError extends Error {
  override name = 'LockedError'
}

/**
 * Makes this process the only server of a data folder; throws `LockedError` where another is.
 *
 * The lock is an open exclusive transaction on a small database: the kernel drops it with the process, however that
 * ends, and no stale file needs cleaning up. The file with the process id is there for the message only.
 */
export function lockFolder(dataDir: string): Lock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const holderFile = join(dataDir, 'podyard.pid')
  const database = new DatabaseSync(join(dataDir, 'lock.db'))
  try {
    database.exec('pragma busy_timeout = 0')
    database.exec('begin exclusive')
  } catch (cause) {
    database.close()
    throw new LockedError(
      `The data folder ${dataDir} is in use by another Podyard${holder(holderFile)}. ` +
        'Stop that one first, or give this one a folder of its own with PODYARD_DATA.',
      { cause },
    )
  }
  writeFileSync(holderFile, `${process.pid}\n`)
  return { release: () => database.close() }
}

function holder(file: string): string {
  try {
    return ` (process ${readFileSync(file, 'utf8').trim()})`
  } catch {
    return ''
  }
}
