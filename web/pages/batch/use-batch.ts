import { useState } from 'react'
import { ApiError } from '../../../contract/client.ts'

export type Job = { state: 'waiting' | 'running' | 'done' } | { state: 'failed'; error: ApiError }

/** One action on many things, a few at a time; what fails does not stop the others. */
export type Batch<Id> = {
  jobs: ReadonlyMap<Id, Job>
  running: boolean
  run: (ids: readonly Id[], action: (id: Id) => Promise<unknown>) => Promise<BatchResult<Id>>
  clear: () => void
}

export type BatchResult<Id> = { done: Id[]; failed: Id[] }

const atOnce = 4

export function useBatch<Id extends number | string>(): Batch<Id> {
  const [jobs, setJobs] = useState<ReadonlyMap<Id, Job>>(new Map())
  const mark = (id: Id, job: Job) => setJobs((old) => new Map(old).set(id, job))

  const run: Batch<Id>['run'] = async (ids, action) => {
    const result: BatchResult<Id> = { done: [], failed: [] }
    const queue = [...ids]
    setJobs(new Map(ids.map((id) => [id, { state: 'waiting' }])))
    const work = async () => {
      for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
        mark(id, { state: 'running' })
        try {
          await action(id)
          mark(id, { state: 'done' })
          result.done.push(id)
        } catch (error) {
          if (!(error instanceof ApiError)) throw error
          mark(id, { state: 'failed', error })
          result.failed.push(id)
        }
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return result
  }

  return {
    jobs,
    running: [...jobs.values()].some(({ state }) => state === 'waiting' || state === 'running'),
    run,
    clear: () => setJobs(new Map()),
  }
}
