/** Zones and resource pools differ in words only. */
import { groupNameProblem } from '../../contract/rules/group-names.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { Group, GroupReads, Groups } from '../store/groups.ts'
import type { Store, Transaction } from '../store/store.ts'

export type GroupKind = {
  /** As the audit trail calls it. */
  noun: string
  /** As MAAS's messages call it. */
  title: string
  defaultId: number
  /** The refusal to delete the default one. */
  undeletable: string
  reads: (store: Store | Transaction) => GroupReads
  writes: (tx: Transaction) => Groups
  /** By what the path says. */
  find: (reads: GroupReads, key: string) => Promise<Group | undefined>
  /** Throws when the group must stay; `tx` is the transaction that deletes it. */
  vacate: (tx: Transaction, group: Group) => Promise<void>
}

const nameTaken = (title: string) => fieldError('name', `${title} with this Name already exists.`)

function checkName(name: string | undefined): void {
  const problem = name === undefined ? undefined : groupNameProblem(name)
  if (problem !== undefined) throw fieldError('name', problem)
}

type Values = { name?: string | undefined; description?: string | undefined }

export function groupActions(store: Store, kind: GroupKind) {
  const require = async (scope: Store | Transaction, key: string): Promise<Group> => {
    const group = await kind.find(kind.reads(scope), key)
    if (!group) throw notFound()
    return group
  }
  const audit = (tx: Transaction, call: Call, action: string, group: Group, detail?: Values) =>
    tx.audit.add({
      username: call.user.username,
      action: `${kind.noun}.${action}`,
      subject: `${kind.noun} ${group.name}`,
      source_ip: call.ip,
      ...(detail && { detail }),
    })

  return {
    list: () => kind.reads(store).list(),
    read: (key: string) => require(store, key),
    create: (values: Values & { name: string }, call: Call) => {
      checkName(values.name)
      return store.transaction(async (tx) => {
        const group = await kind
          .writes(tx)
          .create({ name: values.name, description: values.description ?? '' })
        if (!group) throw nameTaken(kind.title)
        await audit(tx, call, 'create', group, values)
        return group
      })
    },
    update: (key: string, values: Values, call: Call) =>
      store.transaction(async (tx) => {
        const before = await require(tx, key)
        const after = {
          id: before.id,
          name: values.name ?? before.name,
          description: values.description ?? before.description,
        }
        if (after.name !== before.name) checkName(after.name)
        if (after.name !== before.name && before.id === kind.defaultId) {
          throw fieldError('name', `The default ${kind.noun} keeps its name.`)
        }
        if (!(await kind.writes(tx).update(before, after))) throw nameTaken(kind.title)
        await audit(tx, call, 'update', before, values)
        return after
      }),
    delete: (key: string, call: Call) =>
      store.transaction(async (tx) => {
        const group = await require(tx, key)
        if (group.id === kind.defaultId) {
          throw new AppError('bad_request', kind.undeletable)
        }
        await kind.vacate(tx, group)
        await kind.writes(tx).delete(group)
        await audit(tx, call, 'delete', group)
      }),
  }
}
