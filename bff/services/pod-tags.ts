import { virtualStays, virtualTag } from '../../contract/rules/tags.ts'
import { AppError, notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { Store } from '../store/store.ts'
import { auditPod } from './pod-services.ts'

/** The tags of a pod that has them `before`; the same list where there is nothing to do. */
type Change = (before: readonly string[], tag: string) => readonly string[]

/** @throws AppError: `not_found`, or `bad_request` for a tag that cannot be one */
export function addPodTag(store: Store, id: number, tag: string, call: Call): Promise<void> {
  return changeTags(store, id, tag, call, (before) =>
    before.includes(tag) ? before : [...before, tag],
  )
}

/** A tag that the pod does not have is none to remove. @throws AppError as above */
export function removePodTag(store: Store, id: number, tag: string, call: Call): Promise<void> {
  return changeTags(store, id, tag, call, (before) => {
    if (tag === virtualTag) throw new AppError('bad_request', virtualStays)
    return before.includes(tag) ? before.filter((each) => each !== tag) : before
  })
}

function changeTags(store: Store, id: number, tag: string, call: Call, change: Change) {
  return store.transaction(async (tx) => {
    const pod = await tx.pods.byId(id)
    if (!pod) throw notFound()
    if (tag === '') throw new AppError('bad_request', 'No provided tag!')
    if (tag.includes(',')) throw new AppError('bad_request', 'Tag may not contain a ",".')
    const tags = [...change(pod.tags, tag)]
    if (tags.length === pod.tags.length) return
    await tx.pods.update(id, { tags })
    await auditPod(tx, call, 'update', pod.name, { tags })
  })
}
