import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useThemeName } from '../hooks/use-theme-name.ts'
import styles from './TimeChart.module.css'
import { syncKey, timeChartOptions, type TimeScale } from './time-chart-options.ts'

export type TimeLine = { label: string; values: readonly (number | null)[] }

type TimeChartProps = {
  /** What is shown, of when: "CPU, last 24 hours". */
  label: string
  /** What is pointed at, in words: "14:05, used 12 %". */
  text: string
  /** Id of what sums the lines up in words. */
  describedBy: string
  /** Seconds since 1970, in equal steps. */
  times: readonly number[]
  /** One or two; a null is a gap, never bridged. */
  lines: readonly TimeLine[]
  scale: TimeScale
  /** Which time is pointed at, by its index; null: none. */
  point: number | null
  onPoint: (index: number | null) => void
}

/**
 * Lines over time. All charts of a page point at the same time; the arrow keys move it. Loads uPlot, so it belongs on
 * pages that are loaded when they are gone to.
 */
export function TimeChart(props: TimeChartProps) {
  // Colours are painted: in another theme it is another chart.
  return <Chart key={useThemeName()} {...props} />
}

function Chart(props: TimeChartProps) {
  const { label, text, describedBy, times, lines, scale, point, onPoint } = props
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<UPlot>(null)
  const told = useRef(onPoint)
  useEffect(() => {
    told.current = onPoint
  })

  const data = useMemo(
    () => [[...times], ...lines.map(({ values }) => [...values])] as UPlot.AlignedData,
    [times, lines],
  )
  const newest = useRef(data)
  const labels = lines.map((line) => line.label).join('\n')

  useEffect(() => {
    const element = box.current
    if (!element) return undefined
    const style = getComputedStyle(element)
    const options = timeChartOptions({
      width: element.clientWidth,
      labels: labels.split('\n'),
      scale,
      token: (name) => style.getPropertyValue(name).trim(),
      onPoint: (index) => told.current(index),
    })
    const made = new UPlot(options, newest.current, element)
    chart.current = made
    const resize = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: options.height })
    })
    resize.observe(element)
    return () => {
      resize.disconnect()
      made.destroy()
      chart.current = null
    }
  }, [labels, scale])

  useEffect(() => {
    newest.current = data
    chart.current?.setData(data)
  }, [data])

  const move = (event: KeyboardEvent) => {
    const made = chart.current
    const last = times.length - 1
    const target = made && nextIndex(event.key, point, last)
    if (!made || target === undefined) return
    event.preventDefault()
    for (const each of UPlot.sync(syncKey).plots) {
      const left = target === null ? -1 : each.valToPos(times[target] ?? 0, 'x')
      each.setCursor({ left, top: target === null ? -1 : 1 })
    }
  }

  return (
    <div
      ref={box}
      className={styles.chart}
      // The element of that name cannot be a picture.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="slider"
      aria-label={label}
      aria-describedby={describedBy}
      aria-valuemin={0}
      aria-valuemax={times.length - 1}
      aria-valuenow={point ?? times.length - 1}
      aria-valuetext={text}
      tabIndex={0}
      onKeyDown={move}
    />
  )
}

/** Where a key leads to: an index, null for nowhere, undefined for a key that means nothing here. */
function nextIndex(key: string, now: number | null, last: number): number | null | undefined {
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, (now ?? last + 1) - 1)
    case 'ArrowRight':
      return Math.min(last, (now ?? last) + 1)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'Escape':
      return now === null ? undefined : null
    default:
      return undefined
  }
}
