import { expect, it } from 'vitest'
import * as domainEvents from '../protocol/domain-events.ts'
import * as objectEvents from '../protocol/object-events.ts'
import * as libvirt from '../index.ts'
import { onEveryPeer, refusal } from './peers-suite.ts'

const declared: readonly libvirt.LibvirtEvent<unknown>[] = Object.values({
  ...domainEvents,
  ...objectEvents,
})

/** From which libvirt on it is there, where that is not long ago. */
const SINCE: Readonly<Record<string, number>> = {
  networkEventMetadataChange: 9_007_000,
  domainEventNicMacChange: 11_002_000,
}

onEveryPeer(({ peer, call, connection }) => {
  it.each(declared)(
    '$name is sent to those who ask, or refused where it is unknown',
    async (event) => {
      const libVersion = await call(libvirt.connectGetLibVersion)
      const asked = connection().on(event, () => {})
      if (peer.lacks.has(event.register.name)) {
        await expect(asked).rejects.toThrow(refusal('VIR_ERR_NO_SUPPORT'))
      } else if (peer.kind !== 'fake' && libVersion < (SINCE[event.name] ?? 0)) {
        await expect(asked).rejects.toThrow(refusal('VIR_ERR_INTERNAL_ERROR'))
      } else {
        const stop = await asked
        await stop()
      }
      expect(connection().state).toBe('open')
    },
  )
})
