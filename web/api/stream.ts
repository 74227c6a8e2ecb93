import type { Check } from '../../contract/check.ts'
import { streamPath } from '../../contract/root.ts'
import { Change, CheckProgress } from '../../contract/stream.ts'
import type { Session } from '../../contract/user.ts'
import { setConnection } from '../stores/connection.ts'
import { client, loggedOut, queryClient, sessionKey } from './client.ts'
import { isFollowed, type Key, staleKeys } from './invalidate.ts'

const firstRetryMs = 1000
const lastRetryMs = 30_000

type CheckListener = (check: Check) => void
const checkListeners = new Map<string, Set<CheckListener>>()

/** Follows the steps of one operation; answers how to stop. */
export function onCheck(operationId: string, listener: CheckListener): () => void {
  const listeners = checkListeners.get(operationId) ?? new Set()
  checkListeners.set(operationId, listeners.add(listener))
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) checkListeners.delete(operationId)
  }
}

type ChangeListener = (change: Change) => void
const changeListeners = new Set<ChangeListener>()

/** Told of every change as it comes; answers how to stop. For what is too long to be asked for anew each time. */
export function onChange(listener: ChangeListener): () => void {
  changeListeners.add(listener)
  return () => changeListeners.delete(listener)
}

let reconnect = () => {}

/** Does not wait for the next try. */
export const reconnectNow = () => reconnect()

/** Keeps the cache true for as long as somebody is logged in; answers how to stop. */
export function followChanges(): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let retryMs = firstRetryMs

  const connect = (missed: boolean) => {
    if (!missed) setConnection('connecting')
    source = new EventSource(streamPath)
    source.addEventListener('open', () => {
      retryMs = firstRetryMs
      setConnection('open')
      // A new source carries no last event id.
      if (missed) resync()
    })
    source.addEventListener('change', (event) => applyChange(event.data))
    source.addEventListener('check', (event) => applyCheck(event.data))
    source.addEventListener('resync', resync)
    source.addEventListener('error', lost)
  }

  const lost = () => {
    setConnection('lost')
    // The browser tries again by itself, and asks for what it missed, unless the server refused.
    if (source?.readyState !== EventSource.CLOSED) return
    void stillLoggedIn()
    clearTimeout(timer)
    timer = setTimeout(() => connect(true), retryMs * (0.75 + Math.random() / 2))
    retryMs = Math.min(retryMs * 2, lastRetryMs)
  }

  reconnect = () => {
    clearTimeout(timer)
    source?.close()
    connect(true)
  }
  connect(false)
  return () => {
    reconnect = () => {}
    clearTimeout(timer)
    source?.close()
    setConnection('closed')
  }
}

/** An event source does not tell why it was refused. */
async function stillLoggedIn() {
  const session: Session | undefined = await client.sessionRead().catch(() => undefined)
  if (!session) return
  if (session.user) queryClient.setQueryData(sessionKey, session)
  else loggedOut()
}

function applyChange(data: string) {
  const change = Change.safeParse(parsed(data))
  if (!change.success) return
  for (const listener of changeListeners) listener(change.data)
  for (const queryKey of staleKeys(change.data)) waiting.set(JSON.stringify(queryKey), queryKey)
  flushing ??= setTimeout(flush, Math.max(gatherMs, flushedAt + calmMs - performance.now()))
}

/** A host that comes back tells of each of its machines at once: ask once, not a hundred times. */
const gatherMs = 100
/** Where one change follows another, no more often than this. */
const calmMs = 500
const waiting = new Map<string, Key>()
let flushedAt = -Infinity
let flushing: ReturnType<typeof setTimeout> | undefined

function flush() {
  flushing = undefined
  flushedAt = performance.now()
  const keys = [...waiting.values()]
  waiting.clear()
  for (const queryKey of keys) {
    const refetchType = isFollowed(queryKey) ? 'none' : 'active'
    void queryClient.invalidateQueries({ queryKey, refetchType })
  }
}

function applyCheck(data: string) {
  const progress = CheckProgress.safeParse(parsed(data))
  if (!progress.success) return
  for (const listener of checkListeners.get(progress.data.operation_id) ?? []) {
    listener(progress.data.check)
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

const resync = () => void queryClient.invalidateQueries()
