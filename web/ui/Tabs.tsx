import { Content, List, Root, Trigger } from '@radix-ui/react-tabs'
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react'
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
  const list = useRef<HTMLDivElement>(null)
  // Where the row is wider than the screen, the current tab would often be outside of it.
  const current = tabs.findIndex((tab) => tab.value === value)
  useLayoutEffect(() => {
    const tab = list.current?.children[current]
    if (list.current && tab instanceof HTMLElement)
      list.current.scrollLeft = middleOf(tab, list.current)
  }, [current])
  return (
    <Root value={value} activationMode="manual">
      <List ref={list} className={styles.list} aria-label={label}>
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

/** How far a row is to be scrolled for one of its items to stand in the middle. */
const middleOf = (item: HTMLElement, row: HTMLElement) =>
  item.offsetLeft - row.offsetLeft - (row.clientWidth - item.offsetWidth) / 2
