import { describe, expect, test } from 'vitest'
import {
  type ConsoleGrant,
  consolesInAll,
  consolesPerUser,
  createOpenConsoles,
  type OpenConsole,
} from './open-consoles.ts'

const consoleOf = (userId: number, more: Partial<ConsoleGrant> = {}): OpenConsole => ({
  grant: {
    userId,
    username: `user${userId}`,
    sessionHash: null,
    ip: '',
    systemId: 'abc123',
    hostname: 'vm',
    podId: 1,
    domainUuid: '',
    kind: 'serial',
    takeOver: false,
    ...more,
  },
  end: async () => {},
})

describe('open consoles', () => {
  test('are so many for each user, and so many in all', () => {
    const open = createOpenConsoles()
    const leaves = Array.from({ length: consolesPerUser }, () => open.add(consoleOf(1)))
    expect(() => open.add(consoleOf(1))).toThrow('You have 10 consoles open.')
    for (let user = 2; open.size < consolesInAll; user += 1) {
      for (let n = 0; n < consolesPerUser; n += 1) open.add(consoleOf(user))
    }
    expect(() => open.add(consoleOf(99))).toThrow('all that Podyard holds')
    for (const leave of leaves) leave()
    open.add(consoleOf(1))
    expect(open.size).toBe(consolesInAll - consolesPerUser + 1)
  })

  test('of a serial port have one holder', () => {
    const open = createOpenConsoles()
    const [own, screen, other] = [consoleOf(1), consoleOf(2, { kind: 'vnc' }), consoleOf(3)]
    open.add(own)
    open.add(screen)
    open.add(consoleOf(4, { systemId: 'def456' }))
    expect(open.holder('abc123', own)).toBeUndefined()
    const leave = open.add(other)
    expect(open.holder('abc123', own)).toBe(other)
    leave()
    expect(open.holder('abc123', own)).toBeUndefined()
  })
})
