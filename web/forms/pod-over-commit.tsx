import type { Pod } from '../../contract/pod.ts'
import { Icon } from '../ui/Icon.tsx'
import { Meter } from '../ui/Meter.tsx'
import { cx } from '../util/cx.ts'
import styles from './pod-over-commit.module.css'
import { amountOf, consequence, formula, type Resource, whatIf } from './pod-what-if.ts'

type PodOverCommitProps = {
  pod: Pod
  resource: Resource
  /** The ratio as typed. */
  text: string
}

/** Under a ratio: what it makes of the host, while it is dragged. */
export function PodOverCommit({ pod, resource, text }: PodOverCommitProps) {
  const held = whatIf(pod, resource, text)
  if (!held) return <div className={styles.none}>Enter a ratio from 0 to 10 to see its limit.</div>
  const amount = (value: number) => amountOf(resource, value)
  const { tone, text: words } = consequence(resource, held)
  return (
    <div className={styles.whatIf}>
      <p className={styles.formula}>{formula(resource, held)}</p>
      <Meter
        label={resource === 'cpu' ? 'Cores at this ratio' : 'Memory at this ratio'}
        used={held.allocated}
        limit={held.limit}
        physical={held.physical}
        format={amount}
        formula={formula(resource, held)}
        segments={resource === 'cpu'}
        size="large"
        caption="none"
      />
      <dl className={styles.figures}>
        <Figure label="Physical" value={amount(held.physical)} />
        <Figure label="Limit" value={amount(held.limit)} />
        <Figure label="Allocated" value={amount(held.allocated)} />
        <Figure label="Free" value={amount(held.free)} negative={held.free < 0} />
      </dl>
      <p className={cx(styles.consequence, styles[tone])} aria-live="polite">
        {tone === 'info' ? null : <Icon name="alert" size={14} />}
        <span>{words}</span>
      </p>
    </div>
  )
}

type FigureProps = { label: string; value: string; negative?: boolean }

function Figure({ label, value, negative = false }: FigureProps) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={negative ? styles.over : undefined}>{value}</dd>
    </div>
  )
}
