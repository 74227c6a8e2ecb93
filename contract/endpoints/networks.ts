/** Networks of a pod. MAAS has no such calls; they stand below `podyard/`. */
import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import { Network, NetworkCreate, NetworkId, NetworkLease, NetworkUpdate } from '../network.ts'
import { PodId } from '../pod.ts'
import { reachCodes } from '../problem.ts'
import { at } from '../root.ts'
import { DefinitionPlan } from '../storage.ts'

const all = {
  path: at('podyard/pods/{id}/networks/'),
  params: PodId,
  handler: 'PodyardNetworks',
} as const

const one = {
  path: at('podyard/pods/{id}/networks/{network}/'),
  params: NetworkId,
  handler: 'PodyardNetwork',
} as const

const changed = {
  ...one,
  method: 'POST',
  access: 'admin',
  response: Network,
  errors: ['not_found', 'conflict', ...reachCodes],
} as const

export const networkEndpoints = {
  networkList: {
    ...all,
    method: 'GET',
    access: 'user',
    response: z.array(Network),
    errors: ['not_found'],
    doc: 'List the networks of a pod\n\nOrdered by name, as the last contact with the host left them.',
  },
  networkCreate: {
    ...all,
    method: 'POST',
    access: 'admin',
    input: NetworkCreate,
    response: Network,
    errors: ['not_found', 'invalid_input', ...reachCodes],
    doc: 'Create a network\n\nDefines it on the host and starts it. When that fails, it is taken back.',
  },
  networkPlan: {
    ...all,
    method: 'POST',
    op: 'plan',
    access: 'admin',
    input: NetworkCreate,
    response: DefinitionPlan,
    errors: ['not_found', 'invalid_input'],
    doc: 'Show the network that would be created\n\nChecks the input and answers libvirt’s definition. Nothing is changed.',
  },
  networkRead: {
    ...one,
    method: 'GET',
    access: 'user',
    response: Network,
    errors: ['not_found'],
    doc: 'Read a network',
  },
  networkLeases: {
    ...one,
    method: 'GET',
    op: 'leases',
    access: 'user',
    response: z.array(NetworkLease),
    errors: ['not_found', ...reachCodes],
    doc: 'List the DHCP leases of a network\n\nAsks the host, because leases come and go without its telling.',
  },
  networkUpdate: {
    ...changed,
    method: 'PUT',
    input: NetworkUpdate,
    errors: ['not_found', 'invalid_input', ...reachCodes],
    doc: 'Update a network\n\nWhat is absent keeps its value.',
  },
  networkStart: { ...changed, op: 'start', doc: 'Start a network' },
  networkStop: {
    ...changed,
    op: 'stop',
    doc: 'Stop a network\n\nRefused while machines run that are plugged into it.',
  },
  networkDelete: {
    ...one,
    method: 'DELETE',
    access: 'admin',
    errors: ['not_found', 'conflict', ...reachCodes],
    doc: 'Delete a network\n\nStops it, and the host forgets it. Refused while machines are plugged into it.',
  },
} as const satisfies Record<string, Endpoint>
