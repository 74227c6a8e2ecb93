import type { Parsed } from '../../contract/endpoints.ts'
import { machineEndpoints } from '../../contract/endpoints/machines.ts'
import { wireName } from '../../contract/flat.ts'
import { withVirtual } from '../../contract/rules/tags.ts'
import { AppError, fieldError } from '../errors.ts'
import { hostnameOf } from '../fleet/names.ts'
import type { Call } from '../handlers.ts'
import type { ListedMachine, MachinePatch } from '../store/machines.ts'
import type { SessionUser } from '../store/sessions.ts'
import type { Store, Transaction } from '../store/store.ts'
import {
  auditMachine,
  requireAllowed,
  requireMachine,
  type MachineServices,
} from './machine-services.ts'
import { readPlacement } from './pod-input.ts'

/** A machine that somebody holds is his and the admins'. @throws AppError `forbidden` */
export function requireEditable({ hostname, owner }: ListedMachine, user: SessionUser): void {
  if (user.is_superuser || owner === null || owner === user.username) return
  throw new AppError('forbidden', `${hostname} is held by somebody else.`)
}

/**
 * Changes what is named and keeps the rest, in the store alone.
 *
 * @throws AppError: `not_found`, or what is wrong with a field
 */
export function updateMachine(
  services: MachineServices,
  { system_id, ...input }: Parsed<'machineUpdate'>,
  call: Call,
): Promise<void> {
  return services.store.transaction(async (tx) => {
    const machine = await requireMachine(tx, system_id)
    await requireAllowed(services, tx, 'update', machine, call.user)
    const patch: MachinePatch = {
      ...(await readPlacement(tx, input)),
      ...(input.hostname !== undefined && {
        hostname: await readHostname(tx, machine, input.hostname),
      }),
      ...(input.tags !== undefined && { tags: withVirtual(input.tags) }),
      ...(input.description !== undefined && { description: input.description }),
    }
    if (Object.keys(patch).length === 0) return
    await tx.machines.update(machine, patch)
    await auditMachine(tx, call, 'update', machine, input)
  })
}

async function readHostname(tx: Transaction, machine: ListedMachine, wanted: string) {
  const hostname = wanted.toLowerCase()
  if (hostnameOf(hostname) !== hostname) {
    const words = 'Enter a hostname: letters, digits and dashes, none of these at an end.'
    throw fieldError('hostname', words)
  }
  if (hostname === machine.hostname) return hostname
  const taken = await tx.machines.takenHostnames([hostname])
  if (taken.size > 0)
    throw fieldError('hostname', `Node with hostname "${hostname}" already exists`)
  return hostname
}

/** Characters of all names and values together, as JSON. */
const mostOwnerData = 64 * 1024

/** @throws AppError: `not_found`, `forbidden`, or `bad_request` when it grows too large */
export function setOwnerData(
  store: Store,
  { system_id, ...fields }: Parsed<'machineSetOwnerData'>,
  call: Call,
): Promise<void> {
  return store.transaction(async (tx) => {
    const machine = await requireMachine(tx, system_id)
    requireEditable(machine, call.user)
    const given = Object.entries(fields).map(
      ([flat, value]) => [wireName(machineEndpoints.machineSetOwnerData, flat), value] as const,
    )
    const owner_data = Object.fromEntries(
      [...Object.entries(machine.owner_data), ...given].filter(([name]) => !emptied(given, name)),
    )
    if (JSON.stringify(owner_data).length > mostOwnerData) {
      throw new AppError('bad_request', 'The owner data of a machine may have 64 KiB.')
    }
    await tx.machines.update(machine, { owner_data })
    await auditMachine(tx, call, 'set_owner_data', machine, { names: given.map(([name]) => name) })
  })
}

const emptied = (given: readonly (readonly [string, string])[], name: string) =>
  given.some(([each, value]) => each === name && value === '')
