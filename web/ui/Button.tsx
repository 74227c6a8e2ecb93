import type { ComponentPropsWithRef, MouseEvent, ReactNode } from 'react'
import { cx } from '../util/cx.ts'
import styles from './Button.module.css'
import { Icon, type IconName } from './Icon.tsx'
import { Tooltip } from './Tooltip.tsx'

export type ButtonVariant = 'positive' | 'neutral' | 'negative' | 'quiet'
export type ButtonSize = 'medium' | 'small'

/** The look of a button for an element that is none, such as a link. */
export const buttonClass = (variant: ButtonVariant = 'neutral', size: ButtonSize = 'medium') =>
  cx(styles.button, styles[variant], styles[size])

type Native = Omit<ComponentPropsWithRef<'button'>, 'disabled' | 'children'>

export type ButtonProps = Native & {
  /** Green, outlined, red, or without a frame. Default: neutral. */
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: IconName
  /** Why it cannot be used now; it then stays reachable by keyboard and says so. */
  disabledReason?: string | undefined
  /** Its work is under way; clicks are ignored, the width stays. */
  loading?: boolean
  children: ReactNode
}

export function Button({
  variant = 'neutral',
  size = 'medium',
  icon,
  disabledReason,
  loading = false,
  className,
  onClick,
  children,
  type = 'button',
  ...native
}: ButtonProps) {
  const off = loading || disabledReason !== undefined
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    if (off) event.preventDefault()
    else onClick?.(event)
  }
  const button = (
    <button
      {...native}
      type={type === 'submit' ? 'submit' : 'button'}
      className={cx(buttonClass(variant, size), loading && styles.loading, className)}
      aria-disabled={off || undefined}
      aria-busy={loading || undefined}
      onClick={click}
    >
      {icon ? <Icon name={icon} /> : null}
      <span className={styles.label}>{children}</span>
    </button>
  )
  return disabledReason === undefined ? (
    button
  ) : (
    <Tooltip content={disabledReason}>{button}</Tooltip>
  )
}

type IconButtonProps = Omit<Native, 'aria-label'> & {
  /** Its accessible name and its tooltip. */
  label: string
  icon: IconName
  disabledReason?: string | undefined
}

/** A square button that only shows an icon. */
export function IconButton({
  label,
  icon,
  disabledReason,
  className,
  onClick,
  ...native
}: IconButtonProps) {
  const off = disabledReason !== undefined
  return (
    <Tooltip content={disabledReason ?? label}>
      <button
        {...native}
        type="button"
        className={cx(styles.button, styles.quiet, styles.square, className)}
        aria-label={label}
        aria-disabled={off || undefined}
        onClick={off ? undefined : onClick}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  )
}
