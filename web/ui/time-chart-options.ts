import type UPlot from 'uplot'

export type TimeScale = {
  /** The scale reaches at least up to here. */
  top: number
  /** An amount as it is shown at the scale. */
  format: (amount: number) => string
  /** Ticks at powers of two, for memory. */
  binary?: boolean
}

type ChartInput = {
  width: number
  labels: readonly string[]
  scale: TimeScale
  /** Value of a custom property. */
  token: (name: string) => string
  onPoint: (index: number | null) => void
}

/** All charts that point at the same time. */
export const syncKey = 'podyard-time'

const height = 176
const axisFont = 12
const timesHeight = 28
/** Room for "999.9 MB/s". */
const scaleWidth = 76
const lineColours = ['--used', '--requested'] as const
const day = 24 * 60 * 60

/** How a chart is drawn. It is painted on a canvas, so colours and fonts are looked up, not styled. */
export function timeChartOptions(input: ChartInput): UPlot.Options {
  const { width, labels, scale, token, onPoint } = input
  const axis = {
    stroke: token('--text-3'),
    font: `${axisFont}px ${token('--font-sans')}`,
    grid: { stroke: token('--border'), width: 1 },
    ticks: { show: false },
  }
  return {
    width,
    height,
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: {
      sync: { key: syncKey },
      drag: { x: false, y: false },
      y: false,
      points: { size: 7 },
    },
    scales: { y: { range: (_, __, max) => [0, Math.max(scale.top, (max ?? 0) * 1.05)] } },
    axes: [
      { ...axis, size: timesHeight, space: 72, values: (_, times) => timeTexts(times) },
      {
        ...axis,
        size: scaleWidth,
        space: 36,
        values: (_, amounts) => amounts.map(scale.format),
        ...(scale.binary === true && { incrs: binarySteps }),
      },
    ],
    series: [
      {},
      ...labels.map((label, index) => line(label, token(lineColours[index] ?? lineColours[0]))),
    ],
    hooks: { setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)] },
  }
}

const line = (label: string, stroke: string): UPlot.Series => ({
  label,
  stroke,
  fill: `${stroke}14`,
  width: 1.5,
  spanGaps: false,
})

const binarySteps = Array.from({ length: 30 }, (_, power) => 2 ** power)

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }

/** Hours where the ticks are within a day, else days. */
function timeTexts(times: readonly number[]): string[] {
  const step = (times[1] ?? 0) - (times[0] ?? 0)
  return times.map((seconds) => {
    const time = new Date(seconds * 1000)
    const midnight = time.getHours() === 0 && time.getMinutes() === 0
    return step >= day || midnight
      ? time.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
      : time.toLocaleTimeString(undefined, clock)
  })
}
