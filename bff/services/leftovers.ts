import type { Clock } from '../clock.ts'
import type { Fleet } from '../fleet/fleet.ts'
import { HostError } from '../hypervisor/host-error.ts'
import type { Log } from '../log.ts'
import type { Reservation } from '../store/reservations.ts'
import type { Store } from '../store/store.ts'
import { abandon } from './compose-machine.ts'

export type LeftoverDeps = { store: Store; fleet: Fleet; clock: Clock; log: Log }

export type Leftovers = {
  /** Finds what an earlier run of the server did not finish, and looks again from time to time. */
  start: () => Promise<void>
  /** Looks once. */
  look: () => Promise<void>
  stop: () => Promise<void>
}

const lookEveryMs = 10_000
/** Longer than composing ever takes: every call to the host has a limit. */
const longestComposeMs = 15 * 60_000

/** Removes from hosts what is left of machines that were never finished, as soon as the hosts can be reached. */
export function createLeftovers({ store, fleet, clock, log }: LeftoverDeps): Leftovers {
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()

  const isOver = ({ state, started_at }: Reservation, sinceMs: number) =>
    state === 'composing' && clock.now().getTime() - Date.parse(started_at) >= sinceMs

  const giveUp = async (olderThanMs: number) => {
    const over = (await store.reservations.list()).filter((each) => isOver(each, olderThanMs))
    if (over.length === 0) return
    await store.transaction(async (tx) => {
      for (const each of over) await abandon(tx, each, 'Podyard was stopped meanwhile.')
    })
  }

  const cleanUp = async (each: Reservation) => {
    const { system_id, pod_id, domain_uuid, volumes } = each
    const connection = fleet.connection(pod_id)
    if (!connection) return
    try {
      await connection.maker.decompose({ uuid: domain_uuid, volumes })
    } catch (error) {
      if (!(error instanceof HostError)) throw error
      log.warn({ podId: pod_id, system_id }, `leftovers stay: ${error.message}`)
      return
    }
    await store.transaction((tx) => tx.machines.delete([each]))
    log.info({ podId: pod_id, system_id }, 'leftovers were removed')
  }

  const look = async () => {
    await giveUp(longestComposeMs)
    const left = (await store.reservations.list()).filter(({ state }) => state === 'abandoned')
    for (const each of left) await cleanUp(each)
  }

  const again = () => {
    timer = setTimeout(() => {
      looking = look().catch((error: unknown) => {
        log.error({ err: error }, 'leftovers could not be looked for')
      })
      void looking.then(again)
    }, lookEveryMs)
    timer.unref()
  }

  return {
    start: async () => {
      // The folder's lock says that nobody else composes; a database may have other servers that do.
      if (store.dialect === 'sqlite') await giveUp(0)
      again()
    },
    look,
    stop: async () => {
      clearTimeout(timer)
      await looking
      clearTimeout(timer)
    },
  }
}
