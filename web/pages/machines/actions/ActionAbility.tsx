import type { ActionSpec } from './actions.ts'
import { Notice } from '../../../ui/Notice.tsx'
import type { Ability, Unable } from './targets.ts'

type ActionAbilityProps = { action: ActionSpec; ability: Ability }

/** "3 of 5 can be powered on", and why the others cannot. */
export function ActionAbility({ action, ability }: ActionAbilityProps) {
  const { able, unable } = ability
  if (unable.length === 0) return null
  const others = unable.reduce((sum, { hostnames }) => sum + hostnames.length, 0)
  const all = able.length + others
  const title =
    all === 1
      ? `${unable[0]?.hostnames[0]} cannot be ${action.participle}`
      : `${able.length} of ${all} can be ${action.participle}`
  return (
    <Notice tone="caution" title={title}>
      {all === 1 ? (
        unable[0]?.label
      ) : (
        <ul>
          {unable.map((group) => (
            <li key={group.label}>
              {group.hostnames.length} cannot. {group.label.replace(/\.$/, '')}: {listed(group)}.
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}

const namedAtMost = 5

function listed({ hostnames }: Unable): string {
  const named = hostnames.slice(0, namedAtMost).join(', ')
  const more = hostnames.length - namedAtMost
  return more > 0 ? `${named} and ${more} more` : named
}
