import type { Parsed } from '../../contract/endpoints.ts'
import { virtualStays, virtualTag } from '../../contract/rules/tags.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { Store, Transaction } from '../store/store.ts'
import type { StoredTag } from '../store/tags.ts'

const nameTaken = () => fieldError('name', 'Tag with this Name already exists.')

/** @throws AppError `not_found` */
export async function requireTag(
  { tags }: Pick<Store | Transaction, 'tags'>,
  name: string,
): Promise<StoredTag> {
  const tag = await tags.byName(name)
  if (!tag) throw notFound()
  return tag
}

/** @throws AppError: the name is taken */
export const createTag = (
  store: Store,
  { name, comment = '' }: Parsed<'tagCreate'>,
  call: Call,
): Promise<StoredTag> =>
  store.transaction(async (tx) => {
    const tag = await tx.tags.create({ name, comment })
    if (!tag) throw nameTaken()
    await auditTag(tx, call, 'create', tag, { comment })
    return tag
  })

/** Pods and machines carry the tag on under its new name. @throws AppError: `not_found`, or what is wrong with the name */
export const updateTag = (
  store: Store,
  { name, new_name, comment }: Parsed<'tagUpdate'>,
  call: Call,
): Promise<StoredTag> =>
  store.transaction(async (tx) => {
    const before = await requireTag(tx, name)
    const after = { ...before, name: new_name ?? name, comment: comment ?? before.comment }
    const renamed = after.name !== before.name
    if (renamed) refuseVirtual(name)
    if (!(await tx.tags.update(after))) throw nameTaken()
    if (renamed) {
      await replaceEverywhere(tx, name, (tags) =>
        tags.map((each) => (each === name ? after.name : each)),
      )
    }
    await auditTag(tx, call, 'update', before, { name: after.name, comment: after.comment })
    return after
  })

/** Pods and machines lose it. @throws AppError: `not_found`, or `bad_request` for the one that stays */
export const deleteTag = (store: Store, name: string, call: Call): Promise<void> =>
  store.transaction(async (tx) => {
    const tag = await requireTag(tx, name)
    refuseVirtual(name)
    await replaceEverywhere(tx, name, (tags) => tags.filter((each) => each !== name))
    await tx.tags.delete(tag.id)
    await auditTag(tx, call, 'delete', tag)
  })

/**
 * Gives the tag, then takes it. Resolves to how many of the machines named there are.
 *
 * @throws AppError: `not_found`, or `bad_request` for taking the one that stays
 */
export const updateTagNodes = (
  store: Store,
  { name, add = [], remove = [] }: Parsed<'tagUpdateNodes'>,
  call: Call,
): Promise<{ added: number; removed: number }> =>
  store.transaction(async (tx) => {
    const tag = await requireTag(tx, name)
    if (remove.length > 0) refuseVirtual(name)
    const given = await named(tx, add)
    for (const machine of given) {
      if (machine.tags.includes(name)) continue
      await tx.machines.update(machine, { tags: [...machine.tags, name] })
    }
    const taken = await named(tx, remove)
    for (const machine of taken) {
      if (!machine.tags.includes(name)) continue
      await tx.machines.update(machine, { tags: machine.tags.filter((each) => each !== name) })
    }
    const ids = (machines: typeof given) => machines.map(({ system_id }) => system_id)
    await auditTag(tx, call, 'update_nodes', tag, { added: ids(given), removed: ids(taken) })
    return { added: given.length, removed: taken.length }
  })

const named = async (tx: Transaction, systemIds: readonly string[]) =>
  systemIds.length === 0 ? [] : tx.machines.list({ systemIds: [...new Set(systemIds)] })

function refuseVirtual(name: string): void {
  if (name === virtualTag) throw new AppError('bad_request', virtualStays)
}

async function replaceEverywhere(
  tx: Transaction,
  name: string,
  change: (tags: readonly string[]) => string[],
): Promise<void> {
  for (const pod of await tx.pods.withTag(name)) {
    await tx.pods.update(pod.id, { tags: change(pod.tags) })
  }
  for (const machine of await tx.machines.withTag(name)) {
    await tx.machines.update(machine, { tags: change(machine.tags) })
  }
}

const auditTag = (
  tx: Transaction,
  call: Call,
  action: 'create' | 'update' | 'delete' | 'update_nodes',
  { name }: StoredTag,
  detail: Record<string, unknown> = {},
): Promise<void> =>
  tx.audit.add({
    username: call.user.username,
    action: `tag.${action}`,
    subject: `tag ${name}`,
    source_ip: call.ip,
    detail,
  })
