import { describe, expect, test } from 'vitest'
import { CliError } from './errors.ts'
import type { Response } from './http.ts'
import { look, parseGoals, waitUntil } from './wait.ts'

const answer = (value: unknown, status = 200): Response => ({
  status,
  reason: '',
  headers: {},
  body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
})
const machine = (status_name: string, more = {}) => answer({ status: 9, status_name, ...more })

/** Time that passes only where somebody waits; the last answer stays. */
function world(answers: (Response | CliError)[]) {
  let nowMs = 0
  const pauses: number[] = []
  const told: string[] = []
  return {
    pauses,
    told,
    wait: (goals: string[]) => {
      const parsed = parseGoals(goals.map((goal) => pair(goal)))
      return waitUntil({
        ...parsed,
        read: async () => {
          const next = answers.length > 1 ? answers.shift() : answers[0]
          if (next instanceof CliError) throw next
          if (!next) throw new Error('nothing to read')
          return next
        },
        tell: (shown) => told.push(shown),
        clock: {
          now: () => nowMs,
          sleep: async (ms) => {
            pauses.push(ms)
            nowMs += ms
          },
        },
      })
    },
  }
}

const pair = (text: string) => {
  const [name = '', value = ''] = text.split('=')
  return { name, value }
}

test('ends with the answer that was waited for, and tells each change once', async () => {
  const { wait, told } = world([machine('Deploying'), machine('Deploying'), machine('Deployed')])
  expect(await wait(['status=deployed'])).toEqual({
    kind: 'reached',
    response: machine('Deployed'),
  })
  expect(told).toEqual(['status Deploying'])
})

test('asks less and less often, and ends on time', async () => {
  const { wait, pauses } = world([machine('Deploying')])
  expect(await wait(['status=Deployed', 'timeout=60'])).toEqual({
    kind: 'late',
    shown: 'status Deploying',
  })
  expect(pauses[0]).toBe(500)
  expect(Math.max(...pauses)).toBe(5000)
  expect(pauses.reduce((a, b) => a + b)).toBe(60_000)
})

test('a machine that failed ends the wait, unless that is what was waited for', async () => {
  const failed = machine('Failed deployment', { status_message: 'no image' })
  expect(await world([failed]).wait(['status=Deployed'])).toEqual({
    kind: 'failed',
    shown: 'Failed deployment: no image',
  })
  expect(await world([failed]).wait(['status=failed deployment'])).toMatchObject({
    kind: 'reached',
  })
})

test('a server that restarts meanwhile is waited for; one that was never there is not', async () => {
  const away = new CliError('Nothing listens.')
  const { wait, told } = world([machine('Deploying'), away, answer('x', 503), machine('Deployed')])
  expect(await wait(['status=Deployed'])).toMatchObject({ kind: 'reached' })
  expect(told).toEqual(['status Deploying', 'Nothing listens.', 'the server answers 503'])
  await expect(world([away]).wait(['status=Deployed'])).rejects.toBe(away)
})

test('what is gone, or not to be read, ends it', async () => {
  const gone = answer('Not Found', 404)
  expect(await world([gone]).wait(['status=Ready'])).toEqual({ kind: 'refused', response: gone })
})

describe('what is compared', () => {
  const pod = {
    id: 1,
    podyard: { connection: { state: 'connected' } },
    zone: { name: 'West' },
    tags: ['a'],
  }
  const reached = (key: string, value: string, thing: unknown = pod) =>
    look(thing, [{ key, value }]).reached

  test('people’s words for a pod', () => {
    expect([
      reached('state', 'online'),
      reached('state', 'Connected'),
      reached('state', 'offline'),
    ]).toEqual([true, true, false])
  })

  test('a status by name or number', () => {
    const deployed = { status: 6, status_name: 'Deployed' }
    expect(['Deployed', '6', '9', ''].map((value) => reached('status', value, deployed))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  test('any field, by its way through the object', () => {
    expect([reached('zone.name', 'west'), reached('zone', 'west'), reached('tags', 'a')]).toEqual([
      true,
      true,
      true,
    ])
  })

  test('a field that is not there would be waited for in vain', () => {
    expect(() => reached('stat', 'x')).toThrow('There is no stat to wait for.')
    expect(() => reached('constructor', 'x')).toThrow('There is no constructor to wait for.')
  })
})

test.each(['timeout=', 'timeout=-1', 'timeout=soon', 'timeout=1e9'])('%s is refused', (text) => {
  expect(() => parseGoals([pair('status=x'), pair(text)])).toThrow(/is not a number of seconds/)
})
