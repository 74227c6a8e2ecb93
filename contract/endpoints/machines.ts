import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import {
  Machine,
  MachineUpdate,
  OwnerData,
  PowerParameters,
  PowerStateAnswer,
  SystemId,
} from '../machine.ts'
import {
  Commented,
  MachineAllocate,
  MachineCommission,
  MachineDeploy,
  MachinePowerOff,
  MachinePowerOn,
  MachineRelease,
  MachineTest,
} from '../machine-ops.ts'
import { MachineListInput } from '../machine-page.ts'
import { reachCodes } from '../problem.ts'
import { at } from '../root.ts'

const one = { path: at('machines/{system_id}/'), params: SystemId, handler: 'Machine' } as const

/** What is done to a machine answers with what it has become. */
const action = { ...one, method: 'POST', response: Machine } as const

/** Refusals of what is decided here alone. */
const refused = ['not_found', 'invalid_input', 'forbidden', 'locked', 'wrong_state'] as const
/** Refusals of what its host does. */
const onHost = [...refused, ...reachCodes] as const

export const machineEndpoints = {
  machineList: {
    method: 'GET',
    path: at('machines/'),
    access: 'user',
    input: MachineListInput,
    response: z.array(Machine),
    errors: ['invalid_input'],
    handler: 'Machines',
    doc: 'List machines\n\nOrdered by hostname, or as sort says. Filters of different names are all to be met. status, power_state, owner, tag, q and sort are additions of Podyard.',
  },
  machineAllocate: {
    method: 'POST',
    path: at('machines/'),
    op: 'allocate',
    access: 'user',
    input: MachineAllocate,
    response: Machine,
    errors: ['invalid_input', 'no_machine'],
    handler: 'Machines',
    doc: 'Allocate a machine\n\nThe smallest Ready one that meets every constraint becomes yours. Where there is none, one is composed on a pod, those without over commit first, and deleted when it is released. A machine that was there before and is running is taken only by its name or system_id.',
  },
  machineRead: {
    ...one,
    method: 'GET',
    access: 'user',
    response: Machine,
    errors: ['not_found'],
    doc: 'Read a machine',
  },
  machineUpdate: {
    ...one,
    method: 'PUT',
    access: 'admin',
    input: MachineUpdate,
    response: Machine,
    errors: ['not_found', 'invalid_input', 'forbidden', 'locked'],
    doc: 'Update a machine\n\nWhat is absent keeps its value. Nothing changes on the host.',
  },
  machineDelete: {
    ...one,
    method: 'DELETE',
    access: 'admin',
    errors: onHost,
    doc: 'Delete a machine\n\nOne that was composed is destroyed on its host, with its disks. One that was there before is only forgotten: it stays on its host as it is, and comes back when its pod is refreshed.',
  },
  machineQueryPowerState: {
    ...one,
    method: 'GET',
    op: 'query_power_state',
    access: 'user',
    response: PowerStateAnswer,
    errors: ['not_found'],
    doc: 'Query the power state of a machine\n\nAsks its host: on, off or error; unknown where the host cannot be asked.',
  },
  machinePowerParameters: {
    ...one,
    method: 'GET',
    op: 'power_parameters',
    access: 'admin',
    response: PowerParameters,
    errors: ['not_found'],
    doc: 'Read the power parameters of a machine\n\nAddress and password of its pod in clear text, and its name there.',
  },
  machineSetOwnerData: {
    ...one,
    method: 'POST',
    op: 'set_owner_data',
    access: 'user',
    input: OwnerData,
    response: Machine,
    errors: ['not_found', 'invalid_input', 'forbidden'],
    doc: 'Set owner data of a machine\n\nEvery field is kept under its name; an empty one is forgotten.',
  },
  machineCommission: {
    ...action,
    op: 'commission',
    access: 'admin',
    input: MachineCommission,
    errors: onHost,
    doc: 'Commission a machine\n\nReads anew what its host knows of it: cores, memory, disks, interfaces. Nothing is started or rebooted. Commissioning ends in Ready or Failed commissioning.',
  },
  machineDeploy: {
    ...action,
    op: 'deploy',
    access: 'user',
    input: MachineDeploy,
    errors: [...onHost, 'not_available'],
    doc: 'Deploy a machine\n\nNot available yet: answers 501.',
  },
  machineRelease: {
    ...action,
    op: 'release',
    access: 'user',
    input: MachineRelease,
    errors: onHost,
    doc: 'Release a machine\n\nGives it back: it is powered off, and Ready for others; one that was composed by an allocation is deleted. Releasing ends in Ready or Releasing failed.',
  },
  machineAbort: {
    ...action,
    op: 'abort',
    access: 'user',
    input: Commented,
    errors: refused,
    doc: 'Abort what a machine is doing\n\nCommissioning, deploying, releasing or testing.',
  },
  machinePowerOn: {
    ...action,
    op: 'power_on',
    access: 'user',
    input: MachinePowerOn,
    errors: onHost,
    doc: 'Power a machine on\n\nOne that is on stays so; one that is paused goes on.',
  },
  machinePowerOff: {
    ...action,
    op: 'power_off',
    access: 'user',
    input: MachinePowerOff,
    errors: onHost,
    doc: 'Power a machine off\n\nHard: pulls the plug. Soft: asks the guest and does not wait for it; an event tells when it does not listen.',
  },
  machineLock: {
    ...action,
    op: 'lock',
    access: 'user',
    input: Commented,
    errors: refused,
    doc: 'Lock a machine against changes\n\nNothing can be done to it until it is unlocked.',
  },
  machineUnlock: {
    ...action,
    op: 'unlock',
    access: 'user',
    input: Commented,
    errors: refused,
    doc: 'Unlock a machine',
  },
  machineMarkBroken: {
    ...action,
    op: 'mark_broken',
    access: 'user',
    input: Commented,
    errors: refused,
    doc: 'Mark a machine as broken\n\nThe comment becomes its status message. It stays as it is on its host, and with whoever holds it.',
  },
  machineMarkFixed: {
    ...action,
    op: 'mark_fixed',
    access: 'admin',
    input: Commented,
    errors: refused,
    doc: 'Mark a machine as fixed\n\nIt is Ready again, or what it was with whoever holds it.',
  },
  machineTest: {
    ...action,
    op: 'test',
    access: 'user',
    input: MachineTest,
    errors: [...onHost, 'not_available'],
    doc: 'Test a machine\n\nNot available yet: answers 501.',
  },
} as const satisfies Record<string, Endpoint>
