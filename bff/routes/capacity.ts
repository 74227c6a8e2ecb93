import { readCapacity } from '../../contract/rules/read-capacity.ts'
import { fieldError } from '../errors.ts'
import type { Handlers } from '../handlers.ts'
import type { Store } from '../store/store.ts'
import { showPods } from './pods.ts'

export const capacityRoutes = (store: Store): Pick<Handlers, 'capacityRead'> => ({
  capacityRead: async (input) => {
    const answer = readCapacity(input, await showPods(store, await store.pods.list()))
    if (!answer.ok) throw fieldError('storage', answer.message)
    return answer.value
  },
})
