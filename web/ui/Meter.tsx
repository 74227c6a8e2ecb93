import { cx } from '../util/cx.ts'
import { type MeterInput, type MeterShape, meterShape } from './meter-shape.ts'
import styles from './Meter.module.css'
import { Tooltip } from './Tooltip.tsx'

export type MeterProps = {
  /** What is measured: "Cores". */
  label: string
  used: number
  requested?: number
  /** physical x ratio */
  limit: number
  /** Default: the limit. */
  physical?: number
  /** A number as it is shown, with its unit where no heading names it. */
  format?: (amount: number) => string
  /** How the limit comes about: "8 physical x 0.5 = 4". */
  formula?: string
  /** One segment per unit, up to 64 of them; for cores. */
  segments?: boolean
  /** In a table cell, or on a card. Default: small. */
  size?: 'small' | 'large'
  /** "3 free of 4", "33 used ... 8 available", "73 GB ... 8 GB", each part after its colour, or the bar alone. Default: free. */
  caption?: 'free' | 'used' | 'numbers' | 'parts' | 'none'
  /** It stands in something that is stopped at itself, such as an entry of a menu. */
  inside?: boolean
}

const parts = ['used', 'requested', 'free', 'over', 'beyond'] as const
const maxSegments = 64

/** How much of something is taken. The text beside the bar always says the same in numbers. */
export function Meter({
  label,
  used,
  requested = 0,
  limit,
  physical = limit,
  format = String,
  formula,
  segments = false,
  size = 'small',
  caption = 'free',
  inside = false,
}: MeterProps) {
  const input: MeterInput = { used, requested, limit, physical }
  const shape = meterShape(input)
  const text = inWords(input, format)
  const more = [text, formula].filter(Boolean).join('. ')
  const stop = size === 'large' && !inside
  const bar = (
    <div
      className={cx(styles.meter, styles[size])}
      // The element of that name shows neither requests, nor the physical size, nor what is over.
      // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={limit}
      aria-valuenow={Math.min(used + requested, limit)}
      aria-valuetext={more}
      title={size === 'small' ? more : undefined}
      // A card has few meters, so each may be stopped at for its formula; a table has hundreds.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={stop ? 0 : undefined}
    >
      <Bar shape={shape} segments={segments} />
    </div>
  )
  const free = limit - used - requested
  return (
    <div className={styles.box}>
      {caption === 'free' ? (
        <span className={cx(styles.text, free < 0 && styles.negative)}>
          {format(free)} free of {format(limit)}
        </span>
      ) : null}
      {stop ? <Tooltip content={more}>{bar}</Tooltip> : bar}
      {caption === 'parts' ? (
        <div className={styles.ends}>
          <Part part="used">{format(used)}</Part>
          <Part part="requested">{format(requested)}</Part>
          <Part part={free < 0 ? 'over' : 'free'}>{format(free)}</Part>
        </div>
      ) : null}
      {caption === 'used' || caption === 'numbers' ? (
        <div className={styles.ends}>
          <span>{caption === 'used' ? `${format(used)} used` : format(used)}</span>
          <span className={cx(free < 0 && styles.negative)}>
            {caption === 'used' ? `${format(free)} available` : format(free)}
          </span>
        </div>
      ) : null}
    </div>
  )
}

function Part({ part, children }: { part: LegendPart; children: string }) {
  return (
    <span className={cx(styles.part, part === 'over' && styles.negative)}>
      <span className={cx(styles.swatch, styles[part])} aria-hidden="true" />
      {children}
    </span>
  )
}

function Bar({ shape, segments }: { shape: MeterShape; segments: boolean }) {
  const cut = segments && shape.scale > 1 && shape.scale <= maxSegments
  const marked = shape.tick > 0 && (shape.tick < 99.5 || shape.beyond > 0)
  return (
    <>
      <span
        className={cx(styles.bar, cut && styles.cut)}
        style={cut ? { '--segment': `${100 / shape.scale}%` } : undefined}
      >
        {parts.map((part) =>
          shape[part] > 0 ? (
            <span key={part} className={styles[part]} style={{ width: `${shape[part]}%` }} />
          ) : null,
        )}
      </span>
      {marked ? <span className={styles.tick} style={{ left: `${shape.tick}%` }} /> : null}
    </>
  )
}

function inWords({ used, requested, limit, physical }: MeterInput, format: (n: number) => string) {
  const free = limit - used - requested
  return [
    `${format(used)} used`,
    requested > 0 && `${format(requested)} requested`,
    free < 0
      ? `${format(-free)} over ${format(limit)}`
      : `${format(free)} free of ${format(limit)}`,
    physical !== limit && `${format(physical)} physical`,
  ]
    .filter(Boolean)
    .join(', ')
}

type LegendPart = 'used' | 'requested' | 'free' | 'over'

const legendWords: Record<LegendPart, string> = {
  used: 'Used',
  requested: 'Requests',
  free: 'Free',
  over: 'Over',
}

/** What the colours of the meters mean. */
export function MeterLegend({ parts: shown }: { parts: readonly LegendPart[] }) {
  return (
    <ul className={styles.legend}>
      {shown.map((part) => (
        <li key={part}>
          <span className={cx(styles.swatch, styles[part])} aria-hidden="true" />
          {legendWords[part]}
        </li>
      ))}
    </ul>
  )
}
