import type { tagEndpoints } from '../../contract/endpoints/tags.ts'
import { apiRoot } from '../../contract/root.ts'
import type { Tag } from '../../contract/tag.ts'
import type { Handlers } from '../handlers.ts'
import { createTag, deleteTag, requireTag, updateTag, updateTagNodes } from '../services/tags.ts'
import type { Store } from '../store/store.ts'
import type { StoredTag } from '../store/tags.ts'
import { showMachines } from './machines.ts'

const toTag = ({ name, comment }: StoredTag): Tag => ({
  name,
  definition: '',
  comment,
  kernel_opts: '',
  resource_uri: `${apiRoot}tags/${encodeURIComponent(name)}/`,
})

export function tagRoutes(store: Store): Pick<Handlers, keyof typeof tagEndpoints> {
  const machines = async ({ name }: { name: string }) => {
    await requireTag(store, name)
    return showMachines(store, await store.machines.withTag(name))
  }
  return {
    tagList: async () => (await store.tags.list()).map(toTag),
    tagCreate: async (input, call) => toTag(await createTag(store, input, call)),
    tagRead: async ({ name }) => toTag(await requireTag(store, name)),
    tagUpdate: async (input, call) => toTag(await updateTag(store, input, call)),
    tagDelete: ({ name }, call) => deleteTag(store, name, call),
    tagMachines: machines,
    tagNodes: machines,
    tagUpdateNodes: (input, call) => updateTagNodes(store, input, call),
  }
}
