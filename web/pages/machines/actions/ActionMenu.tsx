import { Fragment } from 'react'
import type { MachineCaller } from '../../../../contract/rules/machine-can.ts'
import { useUser } from '../../../api/session.ts'
import { Button } from '../../../ui/Button.tsx'
import { Icon } from '../../../ui/Icon.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../../ui/Menu.tsx'
import { type ActionSpec, actions } from './actions.ts'
import { abilityOf, type ActionTarget } from './targets.ts'

type ActionMenuProps = {
  targets: readonly ActionTarget[]
  /** Why none can be begun now. */
  busy: string | undefined
  onChoose: (action: ActionSpec) => void
}

/** "Take action": everything there is; what is not possible says why. */
export function ActionMenu({ targets, busy, onChoose }: ActionMenuProps) {
  return (
    <Menu
      trigger={
        <Button variant="positive" disabledReason={busy}>
          Take action <Icon name="chevron-down" />
        </Button>
      }
    >
      <Items targets={targets} onChoose={onChoose} />
    </Menu>
  )
}

/** Apart from the menu: nothing is decided before it is opened. */
function Items({ targets, onChoose }: Pick<ActionMenuProps, 'targets' | 'onChoose'>) {
  const user = useUser()
  if (!user) return null
  return actions.map((action) => (
    <Fragment key={action.id}>
      {action.apart ? <MenuSeparator /> : null}
      <MenuItem
        tone={action.negative ? 'negative' : 'neutral'}
        onSelect={() => onChoose(action)}
        {...noteOf(action, targets, user)}
      >
        {action.label}
      </MenuItem>
    </Fragment>
  ))
}

/** Why it is not possible; or for how many it is, where not for all. */
export function noteOf(
  action: ActionSpec,
  targets: readonly ActionTarget[],
  caller: MachineCaller,
): { disabledReason?: string; hint?: string } {
  if (action.page !== undefined && targets.length > 1) {
    return { disabledReason: 'One machine at a time.' }
  }
  const { able, unable } = abilityOf(action.rule, targets, caller)
  const [first, second] = unable
  if (!first) return {}
  if (able.length > 0) return { hint: `${able.length} of ${targets.length}` }
  return { disabledReason: second ? `None can be ${action.participle}.` : first.label }
}
