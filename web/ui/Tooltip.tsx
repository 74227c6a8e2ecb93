import { Arrow, Content, Portal, Provider, Root, Trigger } from '@radix-ui/react-tooltip'
import type { ReactElement, ReactNode } from 'react'
import { useLayer } from './layer.ts'
import styles from './Tooltip.module.css'

type TooltipProps = {
  content: ReactNode
  /** One focusable element. */
  children: ReactElement
}

/** More about one element, on hover and on focus. Nothing that one has to know may be here alone. */
export function Tooltip({ content, children }: TooltipProps) {
  const layer = useLayer()
  return (
    <Provider delayDuration={300} skipDelayDuration={200}>
      <Root>
        <Trigger asChild>{children}</Trigger>
        <Portal container={layer}>
          <Content className={styles.content} sideOffset={6} collisionPadding={8}>
            {content}
            <Arrow className={styles.arrow} />
          </Content>
        </Portal>
      </Root>
    </Provider>
  )
}
