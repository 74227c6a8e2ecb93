import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import { Machine } from '../machine.ts'
import { Tag, TagCreate, TagName, TagNodes, TagNodesAnswer, TagUpdate } from '../tag.ts'
import { at } from '../root.ts'

const one = { path: at('tags/{name}/'), params: TagName, handler: 'Tag' } as const
const carried = { ...one, method: 'GET', access: 'user', response: z.array(Machine) } as const

export const tagEndpoints = {
  tagList: {
    method: 'GET',
    path: at('tags/'),
    access: 'user',
    response: z.array(Tag),
    handler: 'Tags',
    doc: 'List tags\n\nOrdered by name. Whatever a pod or machine carries is among them.',
  },
  tagCreate: {
    method: 'POST',
    path: at('tags/'),
    access: 'admin',
    input: TagCreate,
    response: Tag,
    errors: ['invalid_input'],
    handler: 'Tags',
    doc: 'Create a tag',
  },
  tagRead: {
    ...one,
    method: 'GET',
    access: 'user',
    response: Tag,
    errors: ['not_found'],
    doc: 'Read a tag',
  },
  tagUpdate: {
    ...one,
    method: 'PUT',
    access: 'admin',
    input: TagUpdate,
    response: Tag,
    errors: ['not_found', 'invalid_input', 'bad_request'],
    doc: 'Update a tag\n\nWhat is absent keeps its value. Pods and machines carry it on under the new name.',
  },
  tagDelete: {
    ...one,
    method: 'DELETE',
    access: 'admin',
    errors: ['not_found', 'bad_request'],
    doc: 'Delete a tag\n\nPods and machines lose it.',
  },
  tagMachines: {
    ...carried,
    op: 'machines',
    errors: ['not_found'],
    doc: 'List the machines that have a tag\n\nOrdered by hostname.',
  },
  tagNodes: {
    ...carried,
    op: 'nodes',
    errors: ['not_found'],
    doc: 'List the nodes that have a tag\n\nAll nodes are machines.',
  },
  tagUpdateNodes: {
    ...one,
    method: 'POST',
    op: 'update_nodes',
    access: 'admin',
    input: TagNodes,
    response: TagNodesAnswer,
    errors: ['not_found', 'invalid_input', 'bad_request'],
    doc: 'Give a tag to machines, or take it from them\n\nFirst gives, then takes. Answers how many of the machines named there are; others are passed over.',
  },
} as const satisfies Record<string, Endpoint>
