import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import { Machine, MachineFilters, SystemId } from '../machine.ts'
import { at } from '../root.ts'

export const machineEndpoints = {
  machineList: {
    method: 'GET',
    path: at('machines/'),
    access: 'user',
    input: MachineFilters,
    response: z.array(Machine),
    errors: ['invalid_input'],
    handler: 'Machines',
    doc: 'List machines\n\nOrdered by hostname. Filters of different names are all to be met.',
  },
  machineRead: {
    method: 'GET',
    path: at('machines/{system_id}/'),
    access: 'user',
    params: SystemId,
    response: Machine,
    errors: ['not_found'],
    handler: 'Machine',
    doc: 'Read a machine',
  },
} as const satisfies Record<string, Endpoint>
