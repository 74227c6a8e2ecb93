import { describe, expect, it } from 'vitest'
import { generateSshKey, parsePrivateKey } from './ssh-key.ts'
import { createLogin } from './ssh-login.ts'

const privateKey = parsePrivateKey(generateSshKey('').privateKey)
const typeOf = (method: ReturnType<ReturnType<typeof createLogin>['next']>) =>
  method === false ? false : method.type

describe('createLogin', () => {
  it('tries everything it has, in order', () => {
    const login = createLogin('me', { privateKey, agent: '/agent', password: 'x' })
    const everything = ['publickey', 'password', 'keyboard-interactive']
    const order = [null, everything, everything, everything, everything]
    expect(order.map((left) => typeOf(login.next(left)))).toEqual([
      'publickey',
      'agent',
      'password',
      'keyboard-interactive',
      false,
    ])
    expect(login.tried).toEqual(['publickey', 'agent', 'password', 'keyboard-interactive'])
  })

  it('leaves out what the server does not offer, and remembers what it does', () => {
    const login = createLogin('me', { privateKey, password: 'x' })
    expect(typeOf(login.next(null))).toBe('publickey')
    expect(typeOf(login.next(['keyboard-interactive']))).toBe('keyboard-interactive')
    expect(typeOf(login.next(['keyboard-interactive']))).toBe(false)
    expect(login.offered).toEqual(['keyboard-interactive'])
  })

  it('answers prompts with the password, but not for ever', () => {
    const login = createLogin('me', { password: 'secret' })
    login.next(null)
    const method = login.next(['keyboard-interactive'])
    if (method === false || method.type !== 'keyboard-interactive') throw new Error('not asked')
    const answers: string[][] = []
    const prompts = [{ prompt: 'Password:', echo: false }]
    for (let round = 0; round < 4; round++) {
      method.prompt('', '', '', prompts, (given) => answers.push(given))
    }
    expect(answers).toEqual([['secret'], ['secret'], ['secret'], []])
  })

  it('asks what would be taken when it has nothing', () => {
    const login = createLogin('me', {})
    expect(typeOf(login.next(null))).toBe('none')
    expect(typeOf(login.next(['publickey']))).toBe(false)
    expect(login).toMatchObject({ tried: [], offered: ['publickey'] })
  })
})
