import type { ReactNode } from 'react'
import styles from './EmptyState.module.css'

type EmptyStateProps = {
  /** "You have not added any pods yet." */
  title: string
  /** What this is for, in a sentence or two. */
  children?: ReactNode
  /** The one next step. */
  action?: ReactNode
  picture?: ReactNode
}

export function EmptyState({ title, children, action, picture }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      {picture === undefined ? null : <div className={styles.picture}>{picture}</div>}
      <p className={styles.title}>{title}</p>
      {children === undefined ? null : <div className={styles.text}>{children}</div>}
      {action === undefined ? null : <div className={styles.action}>{action}</div>}
    </div>
  )
}

/** Stacked hosts on one wire, for the pods page before its first pod. */
export function PodsPicture() {
  return (
    <svg
      width="104"
      height="104"
      viewBox="0 0 104 104"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.5"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <rect x="22" y="8" width="60" height="20" rx="10" />
      <rect x="16" y="34" width="72" height="20" rx="10" />
      <rect x="10" y="60" width="84" height="20" rx="10" />
      <path d="M52 80v10M14 93h32M58 93h32" strokeLinecap="round" />
      <circle cx="52" cy="93" r="4" fill="currentColor" stroke="none" />
      <path d="M33 18h8M27 44h8M21 70h8" strokeLinecap="round" />
    </svg>
  )
}
