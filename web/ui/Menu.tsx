import {
  Content,
  Item,
  ItemIndicator,
  Label,
  Portal,
  RadioGroup,
  RadioItem,
  Root,
  Separator,
  Trigger,
} from '@radix-ui/react-dropdown-menu'
import type { ReactElement, ReactNode } from 'react'
import { cx } from '../util/cx.ts'
import { Icon } from './Icon.tsx'
import { useLayer } from './layer.ts'
import styles from './Menu.module.css'

type MenuProps = {
  /** The button that opens it. */
  trigger: ReactElement
  align?: 'start' | 'end'
  children: ReactNode
}

/** Not modal: a modal menu locks scrolling with a style element, which our content policy refuses. */
export function Menu({ trigger, align = 'end', children }: MenuProps) {
  const layer = useLayer()
  return (
    <Root modal={false}>
      <Trigger asChild>{trigger}</Trigger>
      <Portal container={layer}>
        <Content className={styles.content} align={align} sideOffset={4} collisionPadding={8}>
          {children}
        </Content>
      </Portal>
    </Root>
  )
}

type MenuItemProps = {
  onSelect: () => void
  tone?: 'neutral' | 'negative'
  /** Why it cannot be done now; shown under its name. */
  disabledReason?: string | undefined
  /** What else to know before it is chosen, under its name. */
  hint?: string | undefined
  children: ReactNode
}

export function MenuItem(props: MenuItemProps) {
  const { onSelect, tone = 'neutral', disabledReason, hint, children } = props
  const off = disabledReason !== undefined
  const note = disabledReason ?? hint
  return (
    <Item
      className={cx(styles.item, styles[tone])}
      aria-disabled={off || undefined}
      onSelect={(event) => {
        if (off) event.preventDefault()
        else onSelect()
      }}
    >
      <span className={styles.text}>
        {children}
        {note === undefined ? null : <span className={styles.reason}>{note}</span>}
      </span>
    </Item>
  )
}

type MenuChoiceProps<T extends string> = {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

/** One of a few, kept open while one tries them. */
export function MenuChoice<T extends string>({
  label,
  value,
  options,
  onChange,
}: MenuChoiceProps<T>) {
  return (
    <>
      <Label className={styles.heading}>{label}</Label>
      <RadioGroup value={value}>
        {options.map((option) => (
          <RadioItem
            key={option.value}
            value={option.value}
            className={styles.item}
            onSelect={(event) => {
              event.preventDefault()
              onChange(option.value)
            }}
          >
            <span className={styles.text}>{option.label}</span>
            <ItemIndicator>
              <Icon name="check" />
            </ItemIndicator>
          </RadioItem>
        ))}
      </RadioGroup>
    </>
  )
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <Label className={styles.heading}>{children}</Label>
}

export function MenuSeparator() {
  return <Separator className={styles.separator} />
}
