import * as z from 'zod/mini'
import { Bundle, ImportInput, ImportRow } from '../bundle.ts'
import type { Endpoint } from '../endpoint.ts'
import { at } from '../root.ts'

const importing = {
  method: 'POST',
  path: at('podyard/import/'),
  access: 'admin',
  input: ImportInput,
  response: z.array(ImportRow),
  errors: ['invalid_input'],
  handler: 'PodyardImport',
} as const

export const transferEndpoints = {
  importPlan: {
    ...importing,
    op: 'plan',
    doc: 'Show what an import would do\n\nReads a MAAS (3.7 or older), another Podyard, or a bundle, and lists what would be made, what exists and what cannot be brought, with the reason. Nothing is changed, here or there, and no host is contacted.',
  },
  importApply: {
    ...importing,
    op: 'apply',
    doc: 'Import from a MAAS or a bundle\n\nMakes zones, resource pools, tags and pods that are not there yet, and gives machines their names, owners, groups and tags. Every host is connected to; one that cannot be reached is reported, and the rest goes on. No machine is started, stopped or changed on its host. May be repeated.',
  },
  exportRead: {
    method: 'GET',
    path: at('podyard/export/'),
    access: 'admin',
    response: Bundle,
    handler: 'PodyardExport',
    doc: 'Export everything as a bundle\n\nZones, resource pools, tags, pods and machines, for an import. Holds the passwords of the pods in clear text.',
  },
} as const satisfies Record<string, Endpoint>
