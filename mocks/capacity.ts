import { readCapacity } from '../contract/rules/read-capacity.ts'
import type { HandlersOf } from './handler.ts'
import { podOut } from './out.ts'
import { fieldErrors } from './refusal.ts'

export const capacityHandlers: HandlersOf<'capacity'> = {
  capacityRead(input, db) {
    const answer = readCapacity(
      input,
      db.pods.map((row) => podOut(row, db)),
    )
    if (!answer.ok) throw fieldErrors({ storage: [answer.message] })
    return answer.value
  },
}
