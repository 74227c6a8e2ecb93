/** Reads one thing until it has become as wanted. Asks less and less often; works with any server of the API. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Action } from '../contract/describe.ts'
import type { Pair } from './arguments.ts'
import { at } from './columns.ts'
import { CliError, usageError } from './errors.ts'
import type { Response } from './http.ts'
import { short } from './short.ts'
import type { Handler } from './tree.ts'

export const waitWord = 'wait'

/** One thing that can be read; a server's own action of that name comes first. */
export const canWait = (handler: Handler) =>
  handler.params.length > 0 && readAction(handler) !== undefined && !handler.actions.has(waitWord)

export const readAction = (handler: Handler): Action | undefined => {
  const action = handler.actions.get('read')
  return action?.method === 'GET' ? action : undefined
}

export type Goal = { key: string; value: string }

const defaultSeconds = 600
/** A day; longer waits belong to a scheduler. */
const maxSeconds = 86_400

/** Throws `usageError`. */
export function parseGoals(pairs: readonly Pair[]): { goals: Goal[]; timeoutMs: number } {
  let seconds = defaultSeconds
  const goals: Goal[] = []
  for (const pair of pairs) {
    if ('file' in pair) throw usageError(`${pair.name}@= means nothing here.`)
    const { name: key, value } = pair
    if (key === 'timeout') {
      seconds = value.trim() === '' ? Number.NaN : Number(value)
      if (!(seconds >= 0 && seconds <= maxSeconds)) {
        throw usageError(`timeout=${value} is not a number of seconds from 0 to ${maxSeconds}.`)
      }
    } else goals.push({ key, value })
  }
  if (goals.length === 0) {
    throw usageError('What to wait for is missing, for example status=Deployed or state=online.')
  }
  return { goals, timeoutMs: seconds * 1000 }
}

/** People's words for how Podyard stands with a host. */
const states: Record<string, string> = { online: 'connected', offline: 'unreachable' }

/** Where a key is found, nearest first: people say `status` for what MAAS calls `status_name`. */
const places: Record<string, readonly string[]> = {
  status: ['status_name', 'status'],
  state: ['podyard.connection.state', 'state'],
}

export type Look = { reached: boolean; shown: string }

/** Throws `usageError` for a key that the thing does not have. */
export function look(thing: unknown, goals: readonly Goal[]): Look {
  const looks = goals.map(({ key, value }) => {
    const found = (Object.hasOwn(places, key) ? (places[key] ?? []) : [key])
      .map((path) => at(thing, path))
      .filter((each) => each !== undefined)
    if (found.length === 0) {
      const known = typeof thing === 'object' && thing !== null ? Object.keys(thing) : []
      throw usageError(`There is no ${key} to wait for.`, `There are: ${known.join(', ')}`)
    }
    return {
      reached: found.some((each) => same(key, each, value)),
      shown: `${key} ${short(found[0])}`,
    }
  })
  return {
    reached: looks.every(({ reached }) => reached),
    shown: looks.map(({ shown }) => shown).join(', '),
  }
}

function same(key: string, found: unknown, wanted: string): boolean {
  const word = wanted.trim().toLowerCase()
  const state = key === 'state' && Object.hasOwn(states, word) ? states[word] : undefined
  if (typeof found === 'string') return [word, state].includes(found.toLowerCase())
  if (typeof found === 'number') return word !== '' && Number(word) === found
  return [String(found), short(found).toLowerCase()].includes(word)
}

/** A machine does not leave such a status by itself. */
function failure(thing: unknown, goals: readonly Goal[]): string | undefined {
  const name = at(thing, 'status_name')
  if (typeof name !== 'string' || !goals.some(({ key }) => key === 'status')) return undefined
  if (!/^failed|failed$|^broken$/i.test(name)) return undefined
  const message = at(thing, 'status_message')
  return typeof message === 'string' && message !== '' ? `${name}: ${message}` : name
}

export type Waited =
  | { kind: 'reached' | 'refused'; response: Response }
  | { kind: 'failed' | 'late'; shown: string }

export type Clock = { now: () => number; sleep: (ms: number) => Promise<unknown> }
const realClock: Clock = { now: () => performance.now(), sleep: (ms) => sleep(ms) }

const firstPauseMs = 500
const maxPauseMs = 5000

export type Wait = {
  read: () => Promise<Response>
  goals: readonly Goal[]
  timeoutMs: number
  /** Told of each change once. */
  tell: (shown: string) => void
  clock?: Clock
}

/**
 * Until then, a server that restarts is waited for as well; one that cannot be reached in the first place is not.
 * Rejects with `CliError`.
 */
export async function waitUntil({
  read,
  goals,
  timeoutMs,
  tell,
  clock = realClock,
}: Wait): Promise<Waited> {
  const deadline = clock.now() + timeoutMs
  let shown = ''
  let pauseMs = firstPauseMs
  const change = (now: string) => {
    if (now === shown) return
    shown = now
    pauseMs = firstPauseMs
    tell(now)
  }
  for (;;) {
    const response = await readOnce(read, shown !== '')
    if (response instanceof CliError) change(response.message)
    else if (response.status >= 500) change(`the server answers ${response.status}`)
    else if (response.status !== 200) return { kind: 'refused', response }
    else {
      const thing = parse(response)
      const seen = look(thing, goals)
      if (seen.reached) return { kind: 'reached', response }
      const failed = failure(thing, goals)
      if (failed !== undefined) return { kind: 'failed', shown: failed }
      change(seen.shown)
    }
    const leftMs = deadline - clock.now()
    if (leftMs <= 0) return { kind: 'late', shown }
    await clock.sleep(Math.min(pauseMs, leftMs))
    pauseMs = Math.min(pauseMs * 1.5, maxPauseMs)
  }
}

async function readOnce(read: Wait['read'], patient: boolean): Promise<Response | CliError> {
  try {
    return await read()
  } catch (error) {
    if (patient && error instanceof CliError) return error
    throw error
  }
}

function parse({ body }: Response): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new CliError('The server answered with something that is not JSON.', { cause })
  }
}
