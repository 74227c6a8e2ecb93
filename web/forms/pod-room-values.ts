import type { Parsed } from '../../contract/rules/constraints.ts'
import { leastMemoryMiB } from '../../contract/rules/pod-can.ts'
import { bytesOf, wholeOrNull } from './pod-compose-values.ts'

export type RoomValues = {
  count: string
  cores: string
  /** MiB */
  memory: string
  /** GB (1000^3 bytes) */
  storage: string
}

export const roomDefaults: RoomValues = { count: '20', cores: '2', memory: '4096', storage: '8' }

export type RoomQuestion = { count: number; cores: number; memory: number; storage: string }

/** What `capacityRead` is asked; not ok: what is wrong with the numbers. */
export function roomQuestion(values: RoomValues): Parsed<RoomQuestion> {
  const count = wholeOrNull(values.count)
  const cores = wholeOrNull(values.cores)
  const memory = wholeOrNull(values.memory)
  const storage = `root:${values.storage.trim()}`
  if (count === null || count < 1 || count > 10_000) return refused('Enter 1 to 10000 machines.')
  if (cores === null || cores < 1) return refused('Enter the cores of each, at least 1.')
  if (memory === null || memory < leastMemoryMiB) {
    return refused(`Enter the RAM of each, at least ${leastMemoryMiB} MiB.`)
  }
  if (!(bytesOf(values.storage) > 0)) return refused('Enter the disk of each in GB.')
  return { ok: true, value: { count, cores, memory, storage } }
}

const refused = (message: string): Parsed<RoomQuestion> => ({ ok: false, message })
