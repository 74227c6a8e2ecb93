import type { ReactNode } from 'react'
import { Mark } from '../../ui/Mark.tsx'
import styles from './Gate.module.css'

/** The narrow panel in front of everything: logging in, setting up. */
export function Gate({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className={styles.gate}>
      <div className={styles.panel}>
        <div className={styles.brand}>
          <Mark size={32} />
          <span>Podyard</span>
        </div>
        <h1 tabIndex={-1}>{title}</h1>
        {children}
      </div>
    </main>
  )
}
