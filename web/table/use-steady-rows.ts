import { type FocusEvent, type PointerEvent, useState } from 'react'
import type { Order } from './column.ts'
import { inSteadyOrder } from './steady-order.ts'

type Held = { by: string; keys: readonly string[] }

const orderName = ({ by, descending }: Order) => `${descending ? '-' : ''}${by}`

/**
 * While the pointer or the keyboard is among the rows, they keep their places: a value that changes never puts
 * another row under the finger. They are put in order again when both have left, or when another order is asked for.
 */
export function useSteadyRows<Row>(
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  order: Order,
) {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const [held, setHeld] = useState<Held>()
  const by = orderName(order)

  // An empty table has nothing to leave.
  const inside = (pointed || focused) && rows.length > 0
  if (!inside && held) setHeld(undefined)
  if (inside && held?.by !== by) setHeld({ by, keys: rows.map(rowKey) })

  const steady = inside && held?.by === by ? inSteadyOrder(rows, rowKey, held.keys) : rows
  return {
    rows: steady,
    listeners: {
      onPointerEnter: () => setPointed(true),
      onPointerLeave: ({ currentTarget }: PointerEvent) => {
        setPointed(false)
        // What had the focus may be gone, without a word.
        setFocused(currentTarget.contains(document.activeElement))
      },
      onFocus: () => setFocused(true),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent) => {
        if (!currentTarget.contains(relatedTarget)) setFocused(false)
      },
    },
  }
}
