import type { Endpoint } from '../endpoint.ts'
import {
  MachineFacets,
  MachineIds,
  MachineIdsInput,
  MachineNarrowing,
  MachinePage,
  MachinePageInput,
} from '../machine-page.ts'
import { at } from '../root.ts'

const all = {
  method: 'GET',
  path: at('podyard/machines/'),
  access: 'user',
  errors: ['invalid_input'],
  handler: 'PodyardMachines',
} as const

export const machinePageEndpoints = {
  machinePage: {
    ...all,
    input: MachinePageInput,
    response: MachinePage,
    doc: 'List machines page by page\n\nOne slim row for each, and how many there are in all. An addition of Podyard, for long lists.',
  },
  machineFacets: {
    ...all,
    op: 'facets',
    input: MachineNarrowing,
    response: MachineFacets,
    doc: 'Count machines by what they can be narrowed by\n\nEach filter is counted under all the others.',
  },
  machineIds: {
    ...all,
    op: 'ids',
    input: MachineIdsInput,
    response: MachineIds,
    doc: 'List the ids of machines\n\nThe first 10,000 that meet the filters, in order.',
  },
} as const satisfies Record<string, Endpoint>
