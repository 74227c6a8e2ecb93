import * as domainEvents from '../protocol/domain-events.ts'
import * as objectEvents from '../protocol/object-events.ts'
import type { LibvirtEvent } from '../protocol/events.ts'
import { answering, FakeRefusal, type FakeAnswer } from './fake-answer.ts'

const events: readonly LibvirtEvent<unknown>[] = [
  ...Object.values(domainEvents),
  ...Object.values(objectEvents),
]

/** One pair of procedures per kind of object: domains, networks, storage pools. */
const families = new Map(events.map((event) => [event.register.number, event]))

export const eventAnswers: readonly FakeAnswer[] = [...families.values()].flatMap(
  ({ register, deregister }) => [
    answering(register, ({ eventId }, { callbacks }) => {
      const isWanted = (event: LibvirtEvent<unknown>) =>
        event.register.number === register.number && event.eventId === eventId
      const message = events.find(isWanted)
      if (message) return callbacks.register(message.number)
      throw new FakeRefusal('VIR_ERR_INTERNAL_ERROR', `unsupported event ID ${eventId}`)
    }),
    answering(deregister, ({ callbackId }, { callbacks }) => callbacks.deregister(callbackId)),
  ],
)
