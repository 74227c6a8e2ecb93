import type { ReactNode } from 'react'
import { cx } from '../util/cx.ts'
import { Icon, type IconName } from './Icon.tsx'
import styles from './Notice.module.css'

export type Tone = 'info' | 'positive' | 'caution' | 'negative'

const icons: Record<Tone, IconName> = {
  info: 'info',
  positive: 'check',
  caution: 'alert',
  negative: 'alert',
}

type NoticeProps = {
  tone: Tone
  title: ReactNode
  children?: ReactNode
  /** Buttons or links that act on it. */
  actions?: ReactNode
  /** Read out when it appears. Default: negative ones are. */
  announce?: boolean
}

/** What happened, why, what to do: in that order. */
export function Notice({
  tone,
  title,
  children,
  actions,
  announce = tone === 'negative',
}: NoticeProps) {
  return (
    <div className={cx(styles.notice, styles[tone])} role={announce ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <div className={styles.content}>
        <p className={styles.title}>{title}</p>
        {children === undefined ? null : <div className={styles.text}>{children}</div>}
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  )
}
