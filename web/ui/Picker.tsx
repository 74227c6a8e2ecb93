import {
  Content,
  ItemIndicator,
  Portal,
  RadioGroup,
  RadioItem,
  Root,
  Trigger,
} from '@radix-ui/react-dropdown-menu'
import type { ReactNode, Ref } from 'react'
import { cx } from '../util/cx.ts'
import { Icon } from './Icon.tsx'
import inputStyles from './Input.module.css'
import { useLayer } from './layer.ts'
import styles from './Picker.module.css'

export type PickerOption = {
  value: string
  /** In one line: what the closed picker shows. */
  label: string
  /** All that helps to choose. */
  content: ReactNode
}

type PickerProps = {
  /** What is chosen: "Location of disk 1". */
  label: string
  value: string
  options: readonly PickerOption[]
  onChange: (value: string) => void
  /** In place of what is chosen while nothing is. */
  placeholder: string
  /** Above the options: what their colours mean. Not read out: a menu holds nothing but choices. */
  heading: ReactNode
  disabled?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** A drop-down whose options say more than a line of text; the platform's own cannot. */
export function Picker(props: PickerProps) {
  const { label, value, options, onChange, placeholder, heading, disabled = false, ref } = props
  const layer = useLayer()
  const chosen = options.find((option) => option.value === value)?.label ?? placeholder
  return (
    <Root modal={false}>
      <Trigger asChild disabled={disabled}>
        <button
          ref={ref}
          type="button"
          className={cx(inputStyles.input, styles.trigger)}
          aria-label={`${label}: ${chosen}`}
        >
          <span className={styles.chosen}>{chosen}</span>
          <Icon name="chevron-down" />
        </button>
      </Trigger>
      <Portal container={layer}>
        <Content className={styles.content} align="start" sideOffset={4} collisionPadding={8}>
          <div className={styles.heading} aria-hidden="true">
            {heading}
          </div>
          <RadioGroup value={value} onValueChange={onChange} aria-label={label}>
            {options.map((option) => (
              <RadioItem
                key={option.value}
                value={option.value}
                className={styles.option}
                textValue={option.label}
              >
                <span className={styles.check}>
                  <ItemIndicator>
                    <Icon name="check" />
                  </ItemIndicator>
                </span>
                <div className={styles.what}>{option.content}</div>
              </RadioItem>
            ))}
          </RadioGroup>
        </Content>
      </Portal>
    </Root>
  )
}
