import { mostVolumes } from '../../contract/storage.ts'
import type { HostConnection } from '../hypervisor/port.ts'
import type { LiveDeps } from './live.ts'

/**
 * Keeps what is in the storage pools of a host. Pages read the store, so volumes lie there with the age of their
 * reading; they are read when a pool tells of a change, which a look at storage every ten minutes makes it do, and
 * after every change made here. Beside the order of the other readings, because thousands of volumes take a while.
 *
 * The returned function resolves when a reading that began after the call is stored.
 */
export function createVolumeReader(
  { store, clock }: Pick<LiveDeps, 'store' | 'clock'>,
  podId: number,
  connection: HostConnection,
): () => Promise<void> {
  const readOnce = async () => {
    const read = await connection.storage.readVolumes(mostVolumes)
    const at = clock.now().toISOString()
    await store.transaction(async (tx) => {
      const pod = await tx.pods.byId(podId)
      if (!pod) return
      const known = pod.facts?.storagePools.map(({ uuid }) => uuid) ?? []
      const ofKnown = read.filter(({ poolUuid }) => known.includes(poolUuid))
      await tx.poolVolumes.replace(podId, ofKnown, known, at)
    })
  }

  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const read = (): Promise<void> => {
    if (!running) {
      running = readOnce().finally(() => {
        running = undefined
      })
      return running
    }
    // Whoever asks meanwhile shares one more reading.
    next ??= running
      .catch(() => {})
      .then(() => {
        next = undefined
        return read()
      })
    return next
  }
  return read
}
