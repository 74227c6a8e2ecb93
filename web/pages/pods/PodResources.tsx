import type { ReactNode } from 'react'
import type { Pod } from '../../../contract/pod.ts'
import { Card, CardParts } from '../../ui/Card.tsx'
import { Meter } from '../../ui/Meter.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import { gibFromMib, oneDecimal, upToOneDecimal } from '../../util/units.ts'
import { type Figure, podFigures } from './pod-figures.ts'
import styles from './PodResources.module.css'
import { PodStorage } from './PodStorage.tsx'

/** Cores, memory and storage of one host. */
export function PodResources({ pod }: { pod: Pod }) {
  const figures = podFigures(pod)
  return (
    <Card>
      <CardParts>
        <div className={styles.compute}>
          <Resource
            title={(amount) => `CPU cores: ${amount}`}
            label="CPU cores"
            figure={figures.cores}
            format={upToOneDecimal}
            segments
          />
          <Resource
            title={(amount) => `RAM: ${amount} (GiB)`}
            label="RAM"
            figure={figures.memory}
            format={(mebibytes) => oneDecimal(gibFromMib(mebibytes))}
            unit=" GiB"
          />
        </div>
        <PodStorage pod={pod} />
      </CardParts>
    </Card>
  )
}

type ResourceProps = {
  title: (amount: string) => string
  label: string
  figure: Figure
  format: (amount: number) => string
  unit?: string
  segments?: boolean
}

function Resource({ title, label, figure, format, unit = '', segments = false }: ResourceProps) {
  if (!figure.known) {
    return (
      <Section title={title('-')}>
        <p className={styles.unknown}>
          <Unknown reason={figure.reason} /> {figure.reason}
        </p>
      </Section>
    )
  }
  const { physical, ratio, limit, allocated } = figure.capacity
  const withUnit = (amount: number) => `${format(amount)}${unit}`
  const formula = `${withUnit(physical)} × ${ratio} = ${withUnit(limit)}`
  return (
    <Section title={title(format(physical))}>
      <Meter
        label={label}
        used={allocated}
        limit={limit}
        physical={physical}
        format={withUnit}
        formula={formula}
        segments={segments}
        size="large"
        caption="used"
      />
      {ratio === 1 ? null : <p className={styles.formula}>Over commit: {formula}</p>}
    </Section>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </section>
  )
}
