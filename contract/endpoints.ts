/** Every call there is. Routes, typed client, mocks, `describe/` and the command line are made from this table. */
import * as z from 'zod/mini'
import type { Endpoint } from './endpoint.ts'
import { doc, text } from './fields.ts'
import type { Beside } from './flat.ts'
import { Machine, MachineFilters, SystemId } from './machine.ts'
import { Pod, PodCreate, PodDelete, PodId, PodParameters, PodRefresh, PodUpdate } from './pod.ts'
import { reachCodes } from './problem.ts'
import { ResourcePool, ResourcePoolCreate, ResourcePoolUpdate } from './resource-pool.ts'
import { SshKey } from './ssh-key.ts'
import { Credentials, Session, Setup, User } from './user.ts'
import { Version } from './version.ts'
import { Zone, ZoneCreate, ZoneUpdate } from './zone.ts'

export const root = '/MAAS/'
export const apiRoot = `${root}api/2.0/`
export const streamPath = `${apiRoot}stream/`

const at = <T extends string>(path: T) => `${apiRoot}${path}` as const

const ZoneName = z.object({ name: doc(text(), 'Name of the zone.') })
const ResourcePoolId = z.object({ id: doc(text(), 'ID or name of the resource pool.') })

export const endpoints = {
  podList: {
    method: 'GET',
    path: at('pods/'),
    access: 'user',
    response: z.array(Pod),
    handler: 'Pods',
    doc: 'List pods\n\nAll pods, ordered by ID, as the last contact with each host left them.',
  },
  podCreate: {
    method: 'POST',
    path: at('pods/'),
    access: 'admin',
    input: PodCreate,
    response: Pod,
    errors: ['invalid_input', 'bad_request', 'conflict', 'storage_pool_not_found', ...reachCodes],
    handler: 'Pods',
    doc: 'Create a pod\n\nConnects to a KVM host, discovers what it holds, and stores it. Its machines are left as they run.',
  },
  podRead: {
    method: 'GET',
    path: at('pods/{id}/'),
    access: 'user',
    params: PodId,
    response: Pod,
    errors: ['not_found'],
    handler: 'Pod',
    doc: 'Read a pod',
  },
  podUpdate: {
    method: 'PUT',
    path: at('pods/{id}/'),
    access: 'admin',
    params: PodId,
    input: PodUpdate,
    response: Pod,
    errors: ['not_found', 'invalid_input', 'conflict', 'storage_pool_not_found', ...reachCodes],
    handler: 'Pod',
    doc: 'Update a pod\n\nWhat is absent keeps its value. A new address or password is tried before it is stored.',
  },
  podDelete: {
    method: 'DELETE',
    path: at('pods/{id}/'),
    access: 'admin',
    params: PodId,
    input: PodDelete,
    errors: ['not_found'],
    handler: 'Pod',
    doc: 'Delete a pod\n\nForgets the host and keeps its machines running, unless decompose is true.',
  },
  podRefresh: {
    method: 'POST',
    path: at('pods/{id}/'),
    op: 'refresh',
    access: 'admin',
    params: PodId,
    input: PodRefresh,
    response: Pod,
    errors: ['not_found', ...reachCodes],
    handler: 'Pod',
    doc: 'Refresh a pod\n\nReads everything from the host again.',
  },
  podParameters: {
    method: 'GET',
    path: at('pods/{id}/'),
    op: 'parameters',
    access: 'admin',
    params: PodId,
    response: PodParameters,
    errors: ['not_found'],
    handler: 'Pod',
    doc: 'Read the connection parameters of a pod\n\nAddress and password in clear text.',
  },
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
  zoneList: {
    method: 'GET',
    path: at('zones/'),
    access: 'user',
    response: z.array(Zone),
    handler: 'Zones',
    doc: 'List zones',
  },
  zoneCreate: {
    method: 'POST',
    path: at('zones/'),
    access: 'admin',
    input: ZoneCreate,
    response: Zone,
    errors: ['invalid_input'],
    handler: 'Zones',
    doc: 'Create a zone',
  },
  zoneRead: {
    method: 'GET',
    path: at('zones/{name}/'),
    access: 'user',
    params: ZoneName,
    response: Zone,
    errors: ['not_found'],
    handler: 'Zone',
    doc: 'Read a zone',
  },
  zoneUpdate: {
    method: 'PUT',
    path: at('zones/{name}/'),
    access: 'admin',
    params: ZoneName,
    input: ZoneUpdate,
    response: Zone,
    errors: ['not_found', 'invalid_input'],
    handler: 'Zone',
    doc: 'Update a zone',
  },
  zoneDelete: {
    method: 'DELETE',
    path: at('zones/{name}/'),
    access: 'admin',
    params: ZoneName,
    errors: ['not_found', 'bad_request'],
    handler: 'Zone',
    doc: 'Delete a zone\n\nIts pods and machines move to the default zone, which cannot be deleted.',
  },
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
  userWhoami: {
    method: 'GET',
    path: at('users/'),
    op: 'whoami',
    access: 'user',
    response: User,
    handler: 'Users',
    doc: 'Tell who is asking',
  },
  versionRead: {
    method: 'GET',
    path: at('version/'),
    access: 'anyone',
    response: Version,
    handler: 'Version',
    doc: 'Read the version and what this server can do',
  },
  sshKeyRead: {
    method: 'GET',
    path: at('podyard/ssh-key/'),
    access: 'admin',
    response: SshKey,
    handler: 'PodyardSshKey',
    doc: 'Read the public SSH key\n\nThe key that Podyard logs in to KVM hosts with.',
  },
  sessionRead: {
    method: 'GET',
    path: `${root}accounts/session/`,
    access: 'anyone',
    response: Session,
    doc: 'Tell who is logged in at this browser',
  },
  sessionCreate: {
    method: 'POST',
    path: `${root}accounts/login/`,
    access: 'anyone',
    input: Credentials,
    response: Session,
    errors: ['bad_credentials', 'rate_limited'],
    doc: 'Log in',
  },
  sessionDelete: {
    method: 'POST',
    path: `${root}accounts/logout/`,
    access: 'anyone',
    doc: 'Log out',
  },
  setupComplete: {
    method: 'POST',
    path: `${root}accounts/setup/`,
    access: 'anyone',
    input: Setup,
    response: Session,
    errors: ['invalid_input', 'bad_credentials', 'rate_limited'],
    doc: 'Create the first admin\n\nOnly while there is no user, with the token of the setup link.',
  },
} as const satisfies Record<string, Endpoint>

export type EndpointName = keyof typeof endpoints
type Table = typeof endpoints

type SchemaAt<N extends EndpointName, K extends string> =
  Table[N] extends Record<K, infer S> ? S : undefined

/** `unknown` where there is no schema: it adds nothing to an intersection. */
type In<S> = S extends z.ZodMiniType ? z.input<S> : unknown
type Out<S> = S extends z.ZodMiniType ? z.output<S> : unknown

/** What a caller passes: path variables and fields side by side. */
export type Input<N extends EndpointName> = In<SchemaAt<N, 'params'>> &
  Beside<In<SchemaAt<N, 'params'>>, In<SchemaAt<N, 'input'>>>

/** What a handler receives once the input was parsed. */
export type Parsed<N extends EndpointName> = Out<SchemaAt<N, 'params'>> &
  Beside<Out<SchemaAt<N, 'params'>>, Out<SchemaAt<N, 'input'>>>

export type Output<N extends EndpointName> =
  SchemaAt<N, 'response'> extends infer R extends z.ZodMiniType ? z.output<R> : void
