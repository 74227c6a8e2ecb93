import { expect, test } from 'vitest'
import { ConnectionClosedError, type Connection } from '../../libvirt/index.ts'
import { createChecklist } from './checklist.ts'
import { createHostConnection } from './host-connection.ts'

/** A connection whose host answers nothing, and which can be closed only. */
function silentConnection() {
  const { promise: closed, resolve } = Promise.withResolvers<ConnectionClosedError>()
  const unanswered = () => closed.then((error) => Promise.reject(error))
  const connection: Connection = {
    uri: 'qemu:///system',
    state: 'open',
    call: unanswered,
    on: unanswered,
    openStream: unanswered,
    stats: () => ({ calls: 0, roundTrips: 0, unanswered: 0, bytesRead: 0, bytesWritten: 0 }),
    close: async () => resolve(new ConnectionClosedError('closed', 'closed here')),
    closed,
  }
  return connection
}

test('a host that stops answering before it has promised events is given up with the signal', async () => {
  const controller = new AbortController()
  const opening = createHostConnection(silentConnection(), {
    hostKey: null,
    transport: 'direct channel',
    openChannel: () => Promise.reject(new Error('silent')),
    user: 'admin',
    checks: createChecklist({}),
    signal: controller.signal,
  })
  controller.abort()
  await expect(opening).rejects.toThrow(ConnectionClosedError)
})
