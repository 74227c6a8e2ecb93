/** Which figures of which list a person wants to see. */
import { capacity } from '../contract/rules/overcommit.ts'

export type Row = Record<string, unknown>
export type Column = { title: string; value: (row: Row) => unknown }

/** Follows a dotted path; undefined where it ends early. */
export function at(row: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    return (value as Row)[key]
  }, row)
}

const plain = (title: string, path: string): Column => ({ title, value: (row) => at(row, path) })
const plainly = (...paths: string[]) => paths.map((path) => plain(path, path))

/** Free and limit, over commit applied: what a pod's page shows. */
function free(title: string, resource: 'cores' | 'memory', ratioKey: string, unit: number): Column {
  return {
    title,
    value: (row) => {
      const [total, used] = [at(row, `total.${resource}`), at(row, `used.${resource}`)]
      if (typeof total !== 'number' || typeof used !== 'number') return null
      const ratio = row[ratioKey]
      const { free: left, limit } = capacity(total, typeof ratio === 'number' ? ratio : 1, used)
      return `${figure(left / unit)} of ${figure(limit / unit)}`
    },
  }
}

const storage: Column = {
  title: 'storage free (GiB)',
  value: (row) => {
    const [total, left] = [at(row, 'total.local_storage'), at(row, 'available.local_storage')]
    if (typeof total !== 'number' || typeof left !== 'number') return null
    return `${figure(left / 2 ** 30)} of ${figure(total / 2 ** 30)}`
  },
}

const figure = (value: number) => String(Math.round(value * 10) / 10)

const podColumns = [
  ...plainly('id', 'name'),
  plain('state', 'podyard.connection.state'),
  free('cores free', 'cores', 'cpu_over_commit_ratio', 1),
  free('RAM free (GiB)', 'memory', 'memory_over_commit_ratio', 1024),
  storage,
  plain('machines', 'podyard.machine_count'),
  plain('zone', 'zone.name'),
  plain('pool', 'pool.name'),
  ...plainly('tags'),
]

const machineColumns = [
  ...plainly('system_id', 'hostname'),
  plain('status', 'status_name'),
  plain('power', 'power_state'),
  ...plainly('owner'),
  plain('pod', 'pod.name'),
  plain('cores', 'cpu_count'),
  plain('RAM (MiB)', 'memory'),
  plain('zone', 'zone.name'),
  plain('pool', 'pool.name'),
  plain('tags', 'tag_names'),
]

const byHandler: Record<string, Column[]> = {
  pods: podColumns,
  'vm-hosts': podColumns,
  machines: machineColumns,
  zones: plainly('id', 'name', 'description'),
  'resource-pools': plainly('id', 'name', 'description'),
  tags: plainly('name', 'comment', 'definition'),
  users: plainly('username', 'email', 'is_superuser', 'is_local'),
}

/** Undefined for a handler that nobody thought of. */
export const columnsFor = (handler: string): Column[] | undefined =>
  Object.hasOwn(byHandler, handler) ? byHandler[handler] : undefined
