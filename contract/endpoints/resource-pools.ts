import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import { doc, text } from '../fields.ts'
import { ResourcePool, ResourcePoolCreate, ResourcePoolUpdate } from '../resource-pool.ts'
import { at } from '../root.ts'

const ResourcePoolId = z.object({ id: doc(text(), 'ID or name of the resource pool.') })

export const resourcePoolEndpoints = {
  resourcePoolList: {
    method: 'GET',
    path: at('resourcepools/'),
    access: 'user',
    response: z.array(ResourcePool),
    handler: 'ResourcePools',
    doc: 'List resource pools',
  },
  resourcePoolCreate: {
    method: 'POST',
    path: at('resourcepools/'),
    access: 'admin',
    input: ResourcePoolCreate,
    response: ResourcePool,
    errors: ['invalid_input'],
    handler: 'ResourcePools',
    doc: 'Create a resource pool',
  },
  resourcePoolRead: {
    method: 'GET',
    path: at('resourcepool/{id}/'),
    access: 'user',
    params: ResourcePoolId,
    response: ResourcePool,
    errors: ['not_found'],
    handler: 'ResourcePool',
    doc: 'Read a resource pool',
  },
  resourcePoolUpdate: {
    method: 'PUT',
    path: at('resourcepool/{id}/'),
    access: 'admin',
    params: ResourcePoolId,
    input: ResourcePoolUpdate,
    response: ResourcePool,
    errors: ['not_found', 'invalid_input'],
    handler: 'ResourcePool',
    doc: 'Update a resource pool',
  },
  resourcePoolDelete: {
    method: 'DELETE',
    path: at('resourcepool/{id}/'),
    access: 'admin',
    params: ResourcePoolId,
    errors: ['not_found', 'bad_request'],
    handler: 'ResourcePool',
    doc: 'Delete a resource pool\n\nRefused for the default pool and for one that holds pods or machines.',
  },
} as const satisfies Record<string, Endpoint>
