import { Capacity, CapacityRead } from '../compose.ts'
import type { Endpoint } from '../endpoint.ts'
import { at } from '../root.ts'

export const capacityEndpoints = {
  capacityRead: {
    method: 'GET',
    path: at('podyard/capacity/'),
    access: 'user',
    input: CapacityRead,
    response: Capacity,
    errors: ['invalid_input'],
    handler: 'PodyardCapacity',
    doc: 'Read what there is room for\n\nHow many machines of a size each pod still takes, with over commit, what stops the next one, and where so many would go. Changes nothing, contacts no host.',
  },
} as const satisfies Record<string, Endpoint>
