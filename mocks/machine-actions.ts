/** What is done to machines: by the rules of the contract, in the words of the server. */
import type { MachineStatus } from '../contract/machine.ts'
import type { MachineAction } from '../contract/rules/machine-can.ts'
import { knownUser, type Db, type MachineRow } from './db.ts'
import { recordEvent } from './event.ts'
import type { HandlersOf } from './handler.ts'
import { machineFault } from './machine-fault.ts'
import { findMachine, requireAllowed, tellMachine } from './machine-row.ts'
import { isComposed, machineOut } from './out.ts'
import { fieldErrors, notAvailable, Refusal } from './refusal.ts'

/** What a host takes to switch a guest, and a guest to shut down. */
const switchMs = 900
const shutdownMs = 4000
/** The server waits two minutes before it says that a guest does not listen; here one looks at it. */
const deafMs = 8000

type Handlers = HandlersOf<'machine'>
export type MachineActionHandlers = Pick<
  Handlers,
  | 'machineDelete'
  | 'machineCommission'
  | 'machineDeploy'
  | 'machineRelease'
  | 'machineAbort'
  | 'machinePowerOn'
  | 'machinePowerOff'
  | 'machineLock'
  | 'machineUnlock'
  | 'machineMarkBroken'
  | 'machineMarkFixed'
  | 'machineTest'
>

export const machineActionHandlers: MachineActionHandlers = {
  async machinePowerOn({ system_id, comment, user_data }, db) {
    if (user_data) {
      const message = 'Podyard hands user data over on deploy, not on power on.'
      throw fieldErrors({ user_data: [message] })
    }
    const row = findMachine(db, system_id)
    requireAllowed(db, row, 'power_on', 'host')
    await alone(row, 'powered on', async () => {
      await db.pause(switchMs)
      failAs(db, row, 'power_on', 'powered on')
      row.domain_state = 'running'
    })
    done(db, row, 'powered on', comment)
    return machineOut(row, db)
  },
  async machinePowerOff({ system_id, comment, stop_mode = 'hard' }, db) {
    const row = findMachine(db, system_id)
    requireAllowed(db, row, 'power_off', 'host')
    await alone(row, 'powered off', async () => {
      await db.pause(stop_mode === 'hard' ? switchMs : 100)
      failAs(db, row, 'power_off', 'powered off')
      if (stop_mode === 'hard') row.domain_state = 'shutoff'
    })
    if (stop_mode === 'soft') void shutDown(db, row)
    done(db, row, 'powered off', comment)
    return machineOut(row, db)
  },
  machineCommission({ system_id, commissioning_scripts, testing_scripts }, db) {
    for (const [field, scripts] of Object.entries({ commissioning_scripts, testing_scripts })) {
      if (scripts === undefined || scripts === 'none') continue
      const message = 'Podyard commissions from what libvirt knows and runs no scripts.'
      throw fieldErrors({ [field]: [message] })
    }
    const row = findMachine(db, system_id)
    requireAllowed(db, row, 'commission')
    begin(db, row, { status: 1, doing: 'commissioned', ends: 4, failed: 2 })
    return machineOut(row, db)
  },
  machineRelease({ system_id, comment, erase = false, quick_erase = false }, db) {
    const row = findMachine(db, system_id)
    if (!requireAllowed(db, row, 'release')) return machineOut(row, db)
    if (erase && quick_erase) {
      const message =
        'Podyard writes over all of a disk or nothing: leave quick_erase out, or erase.'
      throw fieldErrors({ quick_erase: [message] })
    }
    if (row.domain_state === 'shutoff' && row.creation !== 'dynamic' && !erase) {
      release(row)
      done(db, row, 'released', comment)
    } else {
      begin(db, row, { status: 12, doing: 'released', ends: 4, failed: 13, comment })
    }
    return machineOut(row, db)
  },
  machineAbort({ system_id, comment }, db) {
    const row = findMachine(db, system_id)
    requireAllowed(db, row, 'abort')
    const status = aborted[row.status]?.(row) ?? row.status
    const status_message = `Aborted by ${knownUser(db).username}.`
    Object.assign(row, { status, status_message, previous_status: undefined })
    done(db, row, 'aborted', comment)
    return machineOut(row, db)
  },
  machineLock: mark('lock', 'locked', (row) => {
    row.locked = true
  }),
  machineUnlock: mark('unlock', 'unlocked', (row) => {
    row.locked = false
  }),
  machineMarkBroken: mark('mark_broken', 'marked broken', (row, comment = '') =>
    Object.assign(row, { status: 8, previous_status: row.status, status_message: comment }),
  ),
  machineMarkFixed: mark('mark_fixed', 'marked fixed', (row) => {
    const before = row.previous_status
    const isHeld = row.owner !== '' && before !== undefined && held.has(before)
    const status = isHeld ? before : 4
    Object.assign(row, { status, previous_status: undefined, status_message: '' })
  }),
  async machineDelete({ system_id }, db) {
    const row = findMachine(db, system_id)
    requireAllowed(db, row, 'delete')
    await alone(row, 'deleted', async () => {
      if (!isComposed(row)) return
      await db.pause(row.disks.length * 300)
      failAs(db, row, 'delete', 'deleted')
    })
    db.machines = db.machines.filter((each) => each !== row)
    recordEvent(db, row, 'deleted')
    tellMachine(db, row, 'deleted')
  },
  machineDeploy({ system_id, install_kvm }, db) {
    const row = findMachine(db, system_id)
    if (install_kvm === true && !knownUser(db).is_superuser) {
      const message = 'Only admins make a machine a KVM host.'
      throw new Refusal({ code: 'forbidden', message })
    }
    requireAllowed(db, row, 'deploy')
    throw notAvailable('Deploying a machine')
  },
  machineTest({ system_id }, db) {
    requireAllowed(db, findMachine(db, system_id), 'test')
    throw notAvailable('Testing a machine')
  },
}

const held = new Set<MachineStatus>([5, 6, 10])

const aborted: Partial<Record<MachineStatus, (row: MachineRow) => MachineStatus>> = {
  1: ({ previous_status }) => previous_status ?? 0,
  9: () => 10,
  12: () => 13,
  21: ({ previous_status }) => previous_status ?? 4,
}

function mark(
  action: MachineAction,
  words: string,
  change: (row: MachineRow, comment: string | undefined) => unknown,
) {
  return (input: { system_id: string; comment?: string | undefined }, db: Db) => {
    const row = findMachine(db, input.system_id)
    if (requireAllowed(db, row, action)) {
      change(row, input.comment)
      done(db, row, words, input.comment)
    }
    return machineOut(row, db)
  }
}

/** Machines that something is done to, by what. */
const busy = new WeakMap<MachineRow, string>()

async function alone(row: MachineRow, doing: string, work: () => Promise<void>): Promise<void> {
  const running = busy.get(row)
  if (running !== undefined) {
    const message = `${row.hostname} is just being ${running}. Wait until that is done.`
    throw new Refusal({ code: 'wrong_state', message })
  }
  busy.set(row, doing)
  try {
    await work()
  } finally {
    busy.delete(row)
  }
}

type Begun = {
  status: MachineStatus
  doing: string
  ends: MachineStatus
  failed: MachineStatus
  comment?: string | undefined
}

/** Goes on behind the answer, and ends unless it was aborted. */
function begin(db: Db, row: MachineRow, { status, doing, ends, failed, comment }: Begun): void {
  void alone(row, doing, async () => {
    Object.assign(row, { previous_status: row.status, status, status_message: '' })
    done(db, row, doing, comment)
    await db.pause(switchMs * 2)
    if (row.status !== status) return
    const fault = machineFault(row, status === 1 ? 'commission' : 'release')
    if (fault) {
      Object.assign(row, { status: failed, status_message: fault.message })
      recordEvent(db, row, `not ${doing}`, fault.message)
    } else if (status === 12 && row.creation === 'dynamic') {
      db.machines = db.machines.filter((each) => each !== row)
      tellMachine(db, row, 'deleted')
      db.keep(db)
      return
    } else if (status === 12) {
      row.domain_state = 'shutoff'
      release(row)
    } else {
      row.status = ends
    }
    row.previous_status = undefined
    tellMachine(db, row)
    db.keep(db)
  })
}

function release(row: MachineRow): void {
  Object.assign(row, { status: 4, owner: '', owner_data: {}, agent_name: '', status_message: '' })
}

async function shutDown(db: Db, row: MachineRow): Promise<void> {
  if (machineFault(row, 'soft_off')) {
    await db.pause(deafMs)
    recordEvent(
      db,
      row,
      'not powered off',
      'It is still on 120 s after it was asked to shut down: the guest does not listen. A hard stop switches it off.',
    )
  } else {
    await db.pause(shutdownMs)
    row.domain_state = 'shutoff'
  }
  tellMachine(db, row)
  db.keep(db)
}

/** Refuses as the host of a machine of a well-known name does. */
function failAs(
  db: Db,
  row: MachineRow,
  action: 'power_on' | 'power_off' | 'delete',
  what: string,
) {
  const fault = machineFault(row, action)
  if (!fault) return
  recordEvent(db, row, `not ${what}`, fault.message)
  tellMachine(db, row)
  throw new Refusal(fault)
}

function done(db: Db, row: MachineRow, words: string, comment?: string): void {
  recordEvent(db, row, words, comment)
  tellMachine(db, row)
}
