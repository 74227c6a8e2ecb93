import {
  isOrphan,
  whyNotDelete,
  whyNotDeleteVolume,
  whyNotRefresh,
  whyNotStart,
  whyNotStop,
} from '../contract/rules/storage-pools.ts'
import { apiRoot } from '../contract/root.ts'
import type { PodStoragePool, StoragePoolCreate, Volume } from '../contract/storage.ts'
import { type Db, type Host, iso, type MachineRow, type PodRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { refuseWhen, requireAwake, requirePod, tellPod } from './host-change.ts'
import { fieldErrors, notFound, Refusal } from './refusal.ts'
import { uuid } from './stable.ts'

type Pool = Host['storagePools'][number]

export const storagePoolHandlers: HandlersOf<'storagePool'> = {
  storagePoolList: ({ id }, db) => {
    const row = requirePod(db, id)
    return row.host.storagePools.map((pool) => poolOut(db, row, pool)).toSorted(byName)
  },
  storagePoolRead: ({ id, storage_pool }, db) => {
    const { row, pool } = find(db, id, storage_pool)
    return poolOut(db, row, pool)
  },
  storagePoolPlan: ({ id, ...input }, db) => ({ xml: xmlOf(check(requirePod(db, id), input)) }),

  async storagePoolCreate({ id, ...input }, db) {
    const row = requirePod(db, id)
    const wanted = check(row, input)
    await act(db, row)
    requireFound(wanted)
    const pool: Pool = {
      id: uuid(`${row.host.hostname}/${wanted.name}`),
      name: wanted.name,
      type: wanted.type,
      path: wanted.path,
      state: 'running',
      autostart: input.autostart ?? true,
      total: 500e9,
      used: 120e9,
      available: 380e9,
    }
    row.host.storagePools.push(pool)
    if (input.default === true) row.default_storage_pool = pool.id
    tellPod(db, row)
    return poolOut(db, row, pool)
  },

  async storagePoolUpdate({ id, storage_pool, autostart }, db) {
    const { row, pool } = find(db, id, storage_pool)
    await act(db, row)
    if (autostart !== undefined) pool.autostart = autostart
    tellPod(db, row)
    return poolOut(db, row, pool)
  },
  async storagePoolStart({ id, storage_pool }, db) {
    const { row, pool } = find(db, id, storage_pool)
    await act(db, row)
    refuseWhen(whyNotStart(pool))
    const figures = { total: 500e9, used: 120e9, available: 380e9 }
    Object.assign(pool, { state: 'running', ...figures })
    tellPod(db, row)
    return poolOut(db, row, pool)
  },
  async storagePoolStop({ id, storage_pool }, db) {
    const { row, pool } = find(db, id, storage_pool)
    await act(db, row)
    refuseWhen(whyNotStop(pool, usersOf(db, row, pool).filter(runs)))
    const unknown = { total: null, used: null, available: null }
    Object.assign(pool, { state: 'inactive', ...unknown })
    tellPod(db, row)
    return poolOut(db, row, pool)
  },
  async storagePoolRefresh({ id, storage_pool }, db) {
    const { row, pool } = find(db, id, storage_pool)
    await act(db, row)
    refuseWhen(whyNotRefresh(pool))
    tellPod(db, row)
    return poolOut(db, row, pool)
  },
  async storagePoolDelete({ id, storage_pool, delete_volumes = false }, db) {
    const { row, pool } = find(db, id, storage_pool)
    await act(db, row)
    refuseWhen(whyNotDelete(pool, usersOf(db, row, pool)))
    if (delete_volumes) refuseWhen(whyNotRefresh(pool))
    row.host.storagePools = row.host.storagePools.filter((each) => each !== pool)
    row.host.volumes = row.host.volumes.filter((volume) => volume.pool !== pool.id)
    if (row.default_storage_pool === pool.id) {
      const next = row.host.storagePools.find(({ state }) => state === 'running')
      row.default_storage_pool = next?.id ?? null
    }
    tellPod(db, row)
  },
}

export const volumeHandlers: HandlersOf<'volume'> = {
  volumeList({ id, storage_pool, q = '', unused = false, limit = 100, offset = 0 }, db) {
    const { row, pool } = find(db, id, storage_pool)
    const all = volumesOf(db, row, pool)
    const matching = all.filter(({ name, path, used_by, backs }) => {
      const text = [name, path ?? '', ...used_by.map(({ hostname }) => hostname)].join('\n')
      const idle = used_by.length + backs.length === 0
      return (!unused || idle) && text.toLowerCase().includes(q.toLowerCase())
    })
    return {
      read_at:
        pool.state === 'inactive'
          ? null
          : row.connection.state === 'connected'
            ? iso(db.now())
            : row.connection.last_seen,
      total: all.length,
      matching: matching.length,
      not_kept: 0,
      volumes: matching.slice(offset, offset + limit),
    }
  },
  async volumeDelete({ id, storage_pool, volume: wanted }, db) {
    const { row, pool } = find(db, id, storage_pool)
    await act(db, row)
    const volume = volumesOf(db, row, pool).find(({ name }) => name === wanted)
    if (!volume) throw notFound()
    refuseWhen(whyNotDeleteVolume(volume))
    row.host.volumes = row.host.volumes.filter(
      (each) => each.pool !== pool.id || each.name !== wanted,
    )
    tellPod(db, row)
  },
}

const act = async (db: Db, row: PodRow) => {
  requireAwake(row)
  await db.pause(300)
}

function find(db: Db, id: number, wanted: string) {
  const row = requirePod(db, id)
  const pool = row.host.storagePools.find((each) => each.id === wanted || each.name === wanted)
  if (!pool) throw notFound()
  return { row, pool }
}

const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
const runs = ({ domain_state }: MachineRow) => !['shutoff', 'crashed'].includes(domain_state)
const link = ({ system_id, hostname }: MachineRow) => ({ system_id, hostname })

const usersOf = (db: Db, row: PodRow, pool: Pool) =>
  db.machines
    .filter(
      ({ pod_id, disks }) =>
        pod_id === row.id && disks.some(({ storage_pool }) => storage_pool === pool.id),
    )
    .toSorted((a, b) => (a.hostname < b.hostname ? -1 : 1))

function poolOut(db: Db, row: PodRow, pool: Pool): PodStoragePool {
  const users = usersOf(db, row, pool)
  return {
    ...pool,
    promised: pool.available === null ? null : 0,
    default: pool.id === row.default_storage_pool,
    resource_uri: `${apiRoot}podyard/pods/${row.id}/storage-pools/${pool.id}/`,
    volume_count: pool.state === 'running' ? volumesOf(db, row, pool).length : null,
    machines: users.map(link),
    running_machines: users.filter(runs).map(link),
  }
}

/** Disks of machines, and what lies there beside them. */
function volumesOf(db: Db, row: PodRow, pool: Pool): Volume[] {
  const spare = row.host.volumes.filter((volume) => volume.pool === pool.id)
  const disks = usersOf(db, row, pool).flatMap((machine) =>
    machine.disks
      .filter(({ storage_pool }) => storage_pool === pool.id)
      .map(({ source, size }) => ({ source: source ?? '', size: size ?? 0, machine })),
  )
  return [
    ...disks.map(({ source, size, machine }) => ({
      name: source.split('/').at(-1) ?? source,
      path: source,
      type: pool.type === 'logical' ? 'block' : 'file',
      format: pool.type === 'logical' ? 'raw' : 'qcow2',
      capacity: size,
      allocation: Math.round(size * 0.6),
      backing: null,
      used_by: [link(machine)],
      backs: [],
      orphan: false,
    })),
    ...spare.map(({ name, path, format, capacity, allocation, backing }) => {
      const backs = spare.filter((each) => each.backing === path).map((each) => each.name)
      const orphan = isOrphan({ name, used_by: [], backs, backing })
      const kind = { name, path, type: 'file', format }
      return Object.assign(kind, { capacity, allocation, backing, used_by: [], backs, orphan })
    }),
  ].toSorted(byName)
}

type Wanted = StoragePoolCreate & { path: string }

function check({ host }: PodRow, input: StoragePoolCreate): Wanted {
  const { name, type } = input
  if (host.storagePools.some((pool) => pool.name === name)) {
    throw fieldErrors({ name: [`The host has a storage pool ${name} already.`] })
  }
  if (type === 'logical') return { ...input, path: `/dev/${input.volume_group ?? name}` }
  const path = input.path ?? `/var/lib/libvirt/${name}`
  const same = host.storagePools.find((pool) => pool.path === path)
  if (same) {
    throw fieldErrors({ path: [`The storage pool ${same.name} has this folder already.`] })
  }
  return { ...input, path }
}

/** Two places that fail as they do on a host: the volume group `no-such-vg`, and all below `/root`. */
function requireFound({ type, path, volume_group, name }: Wanted) {
  const group = volume_group ?? name
  if (type === 'logical' && group === 'no-such-vg') {
    throw hostRefusal('volume_group', `The host has no LVM volume group ${group}.`)
  }
  if (type === 'dir' && path.startsWith('/root')) {
    const why = 'its owner, its mode or the host’s AppArmor or SELinux forbids it.'
    throw hostRefusal('path', `libvirt may not use ${path}: ${why}`)
  }
}

const hostRefusal = (field: string, message: string) =>
  new Refusal({ code: 'libvirt_refused', message, field_errors: { [field]: [message] } })

function xmlOf({ name, type, path, volume_group }: Wanted): string {
  const source =
    type === 'logical'
      ? [
          '  <source>',
          `    <name>${volume_group ?? name}</name>`,
          `    <format type='lvm2'/>`,
          '  </source>',
        ]
      : []
  return [
    `<pool type='${type}'>`,
    `  <name>${name}</name>`,
    ...source,
    '  <target>',
    `    <path>${path}</path>`,
    '  </target>',
    '</pool>',
  ].join('\n')
}
