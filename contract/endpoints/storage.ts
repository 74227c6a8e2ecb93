/** Storage pools of a pod and what is in them. MAAS has no such calls; they stand below `podyard/`. */
import * as z from 'zod/mini'
import type { Endpoint } from '../endpoint.ts'
import { PodId } from '../pod.ts'
import { reachCodes } from '../problem.ts'
import { at } from '../root.ts'
import {
  DefinitionPlan,
  PodStoragePool,
  StoragePoolCreate,
  StoragePoolDelete,
  StoragePoolId,
  StoragePoolUpdate,
  VolumeFilters,
  VolumeId,
  VolumeList,
} from '../storage.ts'

const all = {
  path: at('podyard/pods/{id}/storage-pools/'),
  params: PodId,
  handler: 'PodyardStoragePools',
} as const

const one = {
  path: at('podyard/pods/{id}/storage-pools/{storage_pool}/'),
  params: StoragePoolId,
  handler: 'PodyardStoragePool',
} as const

const changed = {
  ...one,
  method: 'POST',
  access: 'admin',
  response: PodStoragePool,
  errors: ['not_found', 'conflict', ...reachCodes],
} as const

export const storageEndpoints = {
  storagePoolList: {
    ...all,
    method: 'GET',
    access: 'user',
    response: z.array(PodStoragePool),
    errors: ['not_found'],
    doc: 'List the storage pools of a pod\n\nOrdered by name, as the last contact with the host left them.',
  },
  storagePoolCreate: {
    ...all,
    method: 'POST',
    access: 'admin',
    input: StoragePoolCreate,
    response: PodStoragePool,
    errors: ['not_found', 'invalid_input', ...reachCodes],
    doc: 'Create a storage pool\n\nDefines it on the host and starts it. When that fails, it is taken back.',
  },
  storagePoolPlan: {
    ...all,
    method: 'POST',
    op: 'plan',
    access: 'admin',
    input: StoragePoolCreate,
    response: DefinitionPlan,
    errors: ['not_found', 'invalid_input'],
    doc: 'Show the storage pool that would be created\n\nChecks the input and answers libvirt’s definition. Nothing is changed.',
  },
  storagePoolRead: {
    ...one,
    method: 'GET',
    access: 'user',
    response: PodStoragePool,
    errors: ['not_found'],
    doc: 'Read a storage pool',
  },
  storagePoolUpdate: {
    ...changed,
    method: 'PUT',
    input: StoragePoolUpdate,
    errors: ['not_found', 'invalid_input', ...reachCodes],
    doc: 'Update a storage pool\n\nWhat is absent keeps its value.',
  },
  storagePoolStart: { ...changed, op: 'start', doc: 'Start a storage pool' },
  storagePoolStop: {
    ...changed,
    op: 'stop',
    doc: 'Stop a storage pool\n\nIts files stay. Refused while machines run that have a disk on it.',
  },
  storagePoolRefresh: {
    ...changed,
    op: 'refresh',
    doc: 'Refresh a storage pool\n\nHas the host look at its volumes anew.',
  },
  storagePoolDelete: {
    ...one,
    method: 'DELETE',
    access: 'admin',
    input: StoragePoolDelete,
    errors: ['not_found', 'invalid_input', 'conflict', ...reachCodes],
    doc: 'Delete a storage pool\n\nThe host forgets it; its files stay unless delete_volumes is true. Refused while machines have a disk on it.',
  },
  volumeList: {
    method: 'GET',
    path: at('podyard/pods/{id}/storage-pools/{storage_pool}/volumes/'),
    access: 'user',
    params: StoragePoolId,
    input: VolumeFilters,
    response: VolumeList,
    errors: ['not_found', 'invalid_input'],
    handler: 'PodyardVolumes',
    doc: 'List the volumes of a storage pool\n\nOrdered by name, with the machines that use them. Of a pool that holds more than 5000, the first 5000 are kept.',
  },
  volumeDelete: {
    method: 'DELETE',
    path: at('podyard/pods/{id}/storage-pools/{storage_pool}/volumes/{volume}/'),
    access: 'admin',
    params: VolumeId,
    errors: ['not_found', 'conflict', ...reachCodes],
    handler: 'PodyardVolume',
    doc: 'Delete a volume\n\nWith all that is in it. Refused while a machine or another volume uses it.',
  },
} as const satisfies Record<string, Endpoint>
