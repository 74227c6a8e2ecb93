import { Meter } from '../../ui/Meter.tsx'
import { LiveValue } from '../../ui/LiveValue.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import type { Figure } from './pod-figures.ts'

type PodFigureProps = {
  label: string
  figure: Figure
  format: (amount: number) => string
  segments?: boolean
}

/** "-2 free of 8" with its bar. */
export function PodFigure({ label, figure, format, segments = false }: PodFigureProps) {
  if (!figure.known) return <Unknown reason={figure.reason} />
  const { physical, ratio, limit, allocated, free } = figure.capacity
  return (
    <LiveValue value={`${free} of ${limit}`}>
      <Meter
        label={label}
        used={allocated}
        limit={limit}
        physical={physical}
        format={format}
        formula={ratio === 1 ? '' : `${format(physical)} × ${ratio} = ${format(limit)}`}
        segments={segments}
      />
    </LiveValue>
  )
}
