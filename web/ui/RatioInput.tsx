import { Range, Root, Thumb, Track } from '@radix-ui/react-slider'
import { type ReactNode, type Ref, useId } from 'react'
import { defaultRatio, maxRatio, minRatio, parseRatio } from '../../contract/rules/overcommit.ts'
import { cx } from '../util/cx.ts'
import { FieldError } from './Field.tsx'
import inputStyles from './Input.module.css'
import styles from './RatioInput.module.css'

type RatioInputProps = {
  /** "CPU over commit" */
  label: string
  /** As typed, also while it is no ratio. */
  text: string
  onChange: (text: string) => void
  onBlur?: () => void
  /** Of the number field. */
  ref?: Ref<HTMLInputElement>
  error?: string | undefined
  disabled?: boolean
  /** The line beneath: keeps its height while it changes. */
  children?: ReactNode
}

const step = 0.1
const ticks = [0, 1, 5, 10]

/** Slider and number field over one text: the slider follows whatever of it is a ratio. */
export function RatioInput({
  label,
  text,
  onChange,
  onBlur,
  ref,
  error,
  disabled = false,
  children,
}: RatioInputProps) {
  const id = useId()
  const parsed = parseRatio(text)
  const value = parsed.ok ? parsed.value : defaultRatio
  return (
    <div className={cx(styles.room, disabled && styles.disabled)}>
      <div className={styles.field}>
        <span className={styles.label} id={`${id}-label`}>
          {label}
        </span>
        <div className={styles.control}>
          <div className={styles.pair}>
            <div className={styles.slider}>
              <Root
                className={styles.root}
                value={[value]}
                min={minRatio}
                max={maxRatio}
                step={step}
                disabled={disabled}
                onValueChange={([next]) => onChange(String(next))}
                onValueCommit={onBlur}
              >
                <Track className={styles.track}>
                  <Range className={styles.range} />
                </Track>
                <Thumb
                  className={styles.thumb}
                  aria-labelledby={`${id}-label`}
                  aria-describedby={`${id}-more`}
                />
              </Root>
              <Ticks />
            </div>
            <input
              ref={ref}
              className={cx(inputStyles.input, styles.number)}
              inputMode="decimal"
              autoComplete="off"
              aria-label={`${label} ratio`}
              aria-describedby={`${id}-error ${id}-more`}
              aria-invalid={error ? true : undefined}
              value={text}
              disabled={disabled}
              onChange={(event) => onChange(event.target.value)}
              onBlur={onBlur}
            />
          </div>
          <FieldError id={`${id}-error`} message={error} />
          <div className={styles.more} id={`${id}-more`}>
            {children}
          </div>
        </div>
      </div>
    </div>
  )
}

/** The thumb's middle never reaches the ends of the track, and neither do the ticks. */
function Ticks() {
  return (
    <div className={styles.ticks} aria-hidden="true">
      {ticks.map((tick) => (
        <span
          key={tick}
          className={cx(styles.tick, tick === defaultRatio && styles.default)}
          style={{ left: `${(tick / maxRatio) * 100}%` }}
        >
          {tick}
        </span>
      ))}
    </div>
  )
}
