import { virtualStays, virtualTag } from '../contract/rules/tags.ts'
import { apiRoot } from '../contract/root.ts'
import type { Tag } from '../contract/tag.ts'
import type { Db, TagRow } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { machineOut } from './out.ts'
import { fieldErrors, notFound, Refusal } from './refusal.ts'

export const tagHandlers: HandlersOf<'tag'> = {
  tagList: (_, db) => rows(db).map(tagOut),
  tagRead: ({ name }, db) => tagOut(find(db, name)),
  tagCreate({ name, comment = '' }, db) {
    checkNew(db, name)
    const row = { name, comment }
    db.tags.push(row)
    return tagOut(row)
  },
  tagUpdate({ name, new_name = name, comment }, db) {
    const row = find(db, name)
    if (new_name !== name) {
      refuseVirtual(name)
      checkNew(db, new_name)
      retag(db, name, (tags) => tags.map((each) => (each === name ? new_name : each)))
    }
    const changed = { name: new_name, comment: comment ?? row.comment }
    db.tags = [...db.tags.filter((each) => each.name !== name), changed]
    return tagOut(changed)
  },
  tagDelete({ name }, db) {
    find(db, name)
    refuseVirtual(name)
    retag(db, name, (tags) => tags.filter((each) => each !== name))
    db.tags = db.tags.filter((each) => each.name !== name)
  },
  tagMachines: carriers,
  tagNodes: carriers,
  tagUpdateNodes({ name, add = [], remove = [] }, db) {
    find(db, name)
    if (remove.length > 0) refuseVirtual(name)
    const given = db.machines.filter((row) => add.includes(row.system_id))
    const taken = db.machines.filter((row) => remove.includes(row.system_id))
    for (const row of given) row.tags = [...new Set([...row.tags, name])]
    for (const row of taken) row.tags = row.tags.filter((each) => each !== name)
    return { added: given.length, removed: taken.length }
  },
}

const tagOut = ({ name, comment }: TagRow): Tag => ({
  name,
  definition: '',
  comment,
  kernel_opts: '',
  resource_uri: `${apiRoot}tags/${encodeURIComponent(name)}/`,
})

/** Those that were made, and whatever pods and machines carry. */
function rows(db: Db): TagRow[] {
  const carried = [...db.pods, ...db.machines].flatMap(({ tags }) => tags)
  const names = [...new Set([...db.tags.map(({ name }) => name), ...carried])].sort()
  const comments = new Map(db.tags.map(({ name, comment }) => [name, comment]))
  return names.map((name) => ({ name, comment: comments.get(name) ?? '' }))
}

function find(db: Db, name: string): TagRow {
  const row = rows(db).find((each) => each.name === name)
  if (!row) throw notFound()
  return row
}

function carriers({ name }: { name: string }, db: Db) {
  find(db, name)
  return db.machines
    .filter(({ tags }) => tags.includes(name))
    .sort((a, b) => a.hostname.localeCompare(b.hostname))
    .map((row) => machineOut(row, db))
}

function checkNew(db: Db, name: string) {
  if (rows(db).some((each) => each.name === name)) {
    throw fieldErrors({ name: ['Tag with this Name already exists.'] })
  }
}

function refuseVirtual(name: string) {
  if (name === virtualTag) throw new Refusal({ code: 'bad_request', message: virtualStays })
}

function retag(db: Db, name: string, change: (tags: string[]) => string[]) {
  for (const row of [...db.pods, ...db.machines]) {
    if (row.tags.includes(name)) row.tags = change(row.tags)
  }
}
