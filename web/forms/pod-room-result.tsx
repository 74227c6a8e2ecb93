import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Capacity, PodRoom } from '../../contract/compose.ts'
import type { Pod } from '../../contract/pod.ts'
import { readCapacity } from '../../contract/rules/read-capacity.ts'
import { buttonClass } from '../ui/Button.tsx'
import { cx } from '../util/cx.ts'
import type { RoomQuestion } from './pod-room-values.ts'
import styles from './pod-room.module.css'

type PodRoomResultProps = {
  question: RoomQuestion
  pods: readonly Pod[]
  canCompose: boolean
}

/** Where so many would go, and what stops the next one on each pod. */
export function PodRoomResult({ question, pods, canCompose }: PodRoomResultProps) {
  const answer = readCapacity({ ...question, pod: undefined }, pods)
  if (!answer.ok) return null
  // Where some would go first, then the roomiest.
  const rows = answer.value.pods.toSorted((a, b) => b.placed - a.placed || b.room - a.room)
  return (
    <>
      <output className={styles.sentence}>{inOneSentence(answer.value)}</output>
      <table className={styles.table} aria-label="Room by pod">
        <thead>
          <tr>
            <th scope="col">Pod</th>
            <th scope="col" className={styles.number}>
              Would go here
            </th>
            <th scope="col" className={styles.number}>
              Room for
            </th>
            <th scope="col">What stops the next one</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((room) => (
            <Row key={room.id} room={room}>
              {canCompose && room.room > 0 ? <ComposeLink pod={room} question={question} /> : null}
            </Row>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Row({ room, children }: { room: PodRoom; children: ReactNode }) {
  return (
    <tr className={cx(room.placed === 0 && styles.idle)}>
      <th scope="row">{room.name}</th>
      <td className={styles.number} data-heading="Would go here">
        {room.placed}
      </td>
      <td className={styles.number} data-heading="Room for">
        {room.room}
      </td>
      <td className={styles.reason}>{room.reason}</td>
      <td className={styles.action}>{children}</td>
    </tr>
  )
}

function ComposeLink({ pod, question }: { pod: PodRoom; question: RoomQuestion }) {
  const { cores, memory, storage } = question
  const size = new URLSearchParams({
    cores: String(cores),
    memory: String(memory),
    storage: storage.replace('root:', ''),
  })
  return (
    <Link className={buttonClass('neutral', 'small')} to={`/pods/${pod.id}/compose?${size}`}>
      Compose<span className="visually-hidden"> on {pod.name}</span>
    </Link>
  )
}

export function inOneSentence({ count, placed, pods }: Capacity): string {
  const on = pods.filter((pod) => pod.placed > 0)
  const where = on.length === 1 ? on[0]?.name : `${on.length} pods`
  const rest = count - placed
  if (placed === 0)
    return count === 1 ? 'It finds no place.' : `None of the ${count} finds a place.`
  if (rest === 0) return count === 1 ? `It fits, on ${where}.` : `All ${count} fit, on ${where}.`
  return `${placed} of ${count} fit, on ${where}; ${rest} ${rest === 1 ? 'finds' : 'find'} no place.`
}
