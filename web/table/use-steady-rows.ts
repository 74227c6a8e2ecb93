import { type FocusEvent, type PointerEvent, useState } from 'react'
import type { Order } from './column.ts'
import { inSteadyOrder } from './steady-order.ts'

type Held = { by: string; keys: readonly string[] }

const orderName = ({ by, descending }: Order) => `${descending ? '-' : ''}${by}`

/** Whether the pointer or the keyboard is among the rows; the listeners are for what holds these. */
export function useInside(isEmpty: boolean) {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  return {
    // An empty table has nothing to leave.
    inside: (pointed || focused) && !isEmpty,
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

/**
 * While somebody is among the rows, they keep their places: a value that changes never puts another row under the
 * finger. They are put in order again when all have left, or when another order is asked for.
 */
export function useSteadyRows<Row>(
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  order: Order,
  inside: boolean,
): readonly Row[] {
  const [held, setHeld] = useState<Held>()
  const by = orderName(order)

  if (!inside && held) setHeld(undefined)
  if (inside && held?.by !== by) setHeld({ by, keys: rows.map(rowKey) })

  return inside && held?.by === by ? inSteadyOrder(rows, rowKey, held.keys) : rows
}
