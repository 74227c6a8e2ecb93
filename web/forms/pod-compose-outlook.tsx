import type { RoomBound } from '../../contract/compose.ts'
import type { Capacity } from '../../contract/rules/overcommit.ts'
import { Icon } from '../ui/Icon.tsx'
import { Meter } from '../ui/Meter.tsx'
import { gibFromMib, inOneWord, storageAmount, upToOneDecimal } from '../util/units.ts'
import { cx } from '../util/cx.ts'
import type { Outlook } from './pod-compose-check.ts'
import styles from './pod-compose.module.css'

const cores = (amount: number) => `${upToOneDecimal(amount)} ${amount === 1 ? 'core' : 'cores'}`
const memory = (mebibytes: number) => `${upToOneDecimal(gibFromMib(mebibytes))} GiB`
const bytes = (amount: number) => (amount === 0 ? '0' : inOneWord(storageAmount(amount)))

/**
 * What the machine takes of the pod, what is left after it, and which number is short. Null: a number cannot be read.
 */
export function PodComposeOutlook({ outlook }: { outlook: Outlook | null }) {
  return (
    <section className={styles.outlook} aria-label="What is left after it">
      {outlook ? (
        <div className={styles.meters}>
          <Left label="CPU cores" held={outlook.now.cores} asked={outlook.size.cores} say={cores} />
          <Left label="RAM" held={outlook.now.memory} asked={outlook.size.memoryMiB} say={memory} />
          {outlook.storage ? (
            <Left
              label={`Storage in ${outlook.storage.name}`}
              held={outlook.storage}
              asked={outlook.storage.asked}
              say={bytes}
            />
          ) : null}
        </div>
      ) : null}
      <Words outlook={outlook} />
    </section>
  )
}

type LeftProps = {
  label: string
  held: Pick<Capacity, 'allocated' | 'limit'> & Partial<Capacity>
  asked: number
  say: (amount: number) => string
}

function Left({ label, held: { allocated, limit, physical = limit }, asked, say }: LeftProps) {
  const left = limit - allocated - asked
  return (
    <div>
      <p className={styles.left}>
        <span>{label}</span>
        <span className={cx(left < 0 && styles.short)}>
          {left < 0 ? `${say(-left)} short` : `${say(left)} left`}
        </span>
      </p>
      <Meter
        label={`${label} with this machine`}
        used={allocated}
        requested={asked}
        limit={limit}
        physical={physical}
        format={say}
        size="large"
        caption="none"
      />
    </div>
  )
}

function Words({ outlook }: { outlook: Outlook | null }) {
  const short = outlook !== null && outlook.shortage !== null
  return (
    <p className={cx(styles.words, short && styles.short)} aria-live="polite">
      {short ? <Icon name="alert" size={14} /> : null}
      <span>
        {outlook ? (outlook.shortage ?? roomAfter(outlook)) : 'Enter numbers to see more.'}
      </span>
    </p>
  )
}

function roomAfter({ more: { room, bound } }: Outlook): string {
  const after = room === 0 ? 'none like it after that' : `${room} more like it`
  return `Room for this one and ${after}; ${firstOut[bound]}.`
}

const firstOut: Record<RoomBound, string> = {
  host: 'the host is no larger',
  cores: 'CPU cores run out first',
  memory: 'memory runs out first',
  storage: 'storage runs out first',
  unknown: 'the host was not reached yet',
}
