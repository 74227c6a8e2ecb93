import { AppError } from '../errors.ts'

type Named = { system_id: string; hostname: string }

/** One thing at a time is done to a machine; what takes long goes on behind the answer. */
export type MachineJobs = {
  /**
   * Does `work` unless something else is being done to the machine. `doing` ends a sentence: `powered on`.
   *
   * @throws AppError `wrong_state`, or what `work` rejects with
   */
  alone: <T>(machine: Named, doing: string, work: () => Promise<T>) => Promise<T>
  /** The same, but resolves when `prepare` has; `work` then goes on until it is done or aborted. */
  begin: (
    machine: Named,
    doing: string,
    prepare: () => Promise<void>,
    work: (signal: AbortSignal) => Promise<void>,
  ) => Promise<void>
  /** Aborts what goes on behind an answer, and waits a little for its end. */
  abort: (systemId: string) => Promise<void>
  /** Does `work` after so long, unless something else is done to the machine before. */
  later: (systemId: string, ms: number, work: () => Promise<void>) => void
  /** Aborts everything, as `abort` does. */
  stop: () => Promise<void>
}

type Job = { doing: string; over: AbortController; done: Promise<unknown> }

/** Some work of a host cannot be called back; whoever aborts does not wait for that. */
const abortWaitMs = 2_000

/** `failed` hears of work behind an answer that rejected, which it should not. */
export function createMachineJobs(failed: (error: unknown) => void): MachineJobs {
  const jobs = new Map<string, Job>()
  const reminders = new Map<string, NodeJS.Timeout>()

  const forget = (systemId: string) => {
    clearTimeout(reminders.get(systemId))
    reminders.delete(systemId)
  }

  const start = <T>(
    { system_id, hostname }: Named,
    doing: string,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    const running = jobs.get(system_id)
    if (running) {
      const message = `${hostname} is just being ${running.doing}. Wait until that is done.`
      throw new AppError('wrong_state', message)
    }
    forget(system_id)
    const over = new AbortController()
    const result = work(over.signal).finally(() => jobs.delete(system_id))
    jobs.set(system_id, { doing, over, done: result.catch(() => {}) })
    return result
  }

  const abort = async (systemId: string) => {
    const job = jobs.get(systemId)
    if (!job) return
    job.over.abort()
    const enough = new Promise((resolve) => setTimeout(resolve, abortWaitMs).unref())
    await Promise.race([job.done, enough])
  }

  return {
    alone: async (machine, doing, work) => start(machine, doing, work),
    begin: async (machine, doing, prepare, work) => {
      const prepared = Promise.withResolvers<void>()
      start(machine, doing, async (signal) => {
        try {
          await prepare()
        } catch (error) {
          prepared.reject(error)
          return
        }
        prepared.resolve()
        await work(signal)
      }).catch(failed)
      await prepared.promise
    },
    abort,
    later: (systemId, ms, work) => {
      forget(systemId)
      const remind = () => {
        reminders.delete(systemId)
        work().catch(failed)
      }
      reminders.set(systemId, setTimeout(remind, ms).unref())
    },
    stop: async () => {
      for (const systemId of reminders.keys()) forget(systemId)
      await Promise.all([...jobs.keys()].map(abort))
    },
  }
}
