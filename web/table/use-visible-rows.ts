import { type RefObject, useEffect, useState } from 'react'

/** Moves on by some rows at once: a render per row is more than scrolling needs. */
const inSteps = (round: (steps: number) => number, row: number) => round(row / 4) * 4

export type VisibleRows = {
  start: number
  end: number
  /** Height of what is left out above and below, in pixels. */
  above: number
  below: number
  /** Pixels. */
  rowHeight: number
}

const renderAllUpTo = 200
/** Those that arrive together are rendered in one frame, which must not take long. */
const overscan = 6
const firstShown = 60

/**
 * Which rows of a long table to render: those in view, and some around them. All rows of a table are equally high;
 * how high is measured, for cards on a phone are not as high as rows.
 */
export function useVisibleRows(
  count: number,
  body: RefObject<HTMLTableSectionElement | null>,
): VisibleRows {
  const long = count > renderAllUpTo
  const [view, setView] = useState({ start: 0, end: firstShown, rowHeight: 36 })

  useEffect(() => {
    if (!long) return undefined
    const measure = () => {
      const row = body.current?.querySelector('[aria-rowindex]')
      if (!body.current || !row) return
      const rowHeight = row.getBoundingClientRect().height
      if (rowHeight === 0) return
      const above = -body.current.getBoundingClientRect().top
      const start = Math.max(0, inSteps(Math.floor, above / rowHeight) - overscan)
      const end = inSteps(Math.ceil, (above + innerHeight) / rowHeight) + overscan
      setView((old) =>
        old.start === start && old.end === end && old.rowHeight === rowHeight
          ? old
          : { start, end: Math.max(end, overscan), rowHeight },
      )
    }
    // Scroll events do not bubble; whatever scrolls, page or table, is caught on its way down.
    document.addEventListener('scroll', measure, { capture: true, passive: true })
    addEventListener('resize', measure)
    measure()
    return () => {
      document.removeEventListener('scroll', measure, { capture: true })
      removeEventListener('resize', measure)
    }
  }, [long, body])

  if (!long) return { start: 0, end: count, above: 0, below: 0, rowHeight: view.rowHeight }
  const start = Math.min(view.start, Math.max(0, count - overscan))
  const end = Math.min(view.end, count)
  return {
    start,
    end,
    above: start * view.rowHeight,
    below: (count - end) * view.rowHeight,
    rowHeight: view.rowHeight,
  }
}
