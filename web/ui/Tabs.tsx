import { Content, List, Root, Trigger } from '@radix-ui/react-tabs'
import type { ReactElement, ReactNode } from 'react'
import styles from './Tabs.module.css'

export type Tab = { value: string; link: ReactElement }

type TabsProps = {
  label: string
  /** The tab whose panel is shown. */
  value: string
  tabs: readonly Tab[]
  children: ReactNode
}

/** Every tab has its own address, so each one is a link; arrow keys move between them, Enter follows. */
export function Tabs({ label, value, tabs, children }: TabsProps) {
  return (
    <Root value={value} activationMode="manual">
      <List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Trigger key={tab.value} value={tab.value} className={styles.tab} asChild>
            {tab.link}
          </Trigger>
        ))}
      </List>
      <Content value={value} className={styles.panel} tabIndex={-1}>
        {children}
      </Content>
    </Root>
  )
}
