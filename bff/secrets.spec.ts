import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { checkKey, openSecrets, SecretError } from './secrets.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'podyard-secrets-'))
})

test('the key file is made once, for its owner only', () => {
  const file = join(folder, 'deeper', 'secret.key')
  const sealed = openSecrets(file).encrypt('hunter2', 'pod.power_pass')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(openSecrets(file).decrypt(sealed, 'pod.power_pass')).toBe('hunter2')
})

test('the same text is sealed differently each time, and never shows', () => {
  const secrets = openSecrets(join(folder, 'secret.key'))
  const sealed = [1, 2].map(() => secrets.encrypt('hunter2', 'p'))
  expect(sealed[0]).not.toBe(sealed[1])
  expect(Buffer.from(sealed[0] ?? '', 'base64url').includes('hunter2')).toBe(false)
})

test('another key, another purpose or a flipped bit is refused', () => {
  const secrets = openSecrets(join(folder, 'a.key'))
  const sealed = secrets.encrypt('hunter2', 'pod.power_pass')
  expect(() => openSecrets(join(folder, 'b.key')).decrypt(sealed, 'pod.power_pass')).toThrow(
    SecretError,
  )
  expect(() => secrets.decrypt(sealed, 'api_key')).toThrow(SecretError)
  const last = sealed.endsWith('A') ? 'B' : 'A'
  expect(() =>
    secrets.decrypt(sealed.slice(0, -3) + last + sealed.slice(-2), 'pod.power_pass'),
  ).toThrow(SecretError)
  expect(() => secrets.decrypt('v1.', 'pod.power_pass')).toThrow(SecretError)
  expect(() => secrets.decrypt('v9.AAAA', 'pod.power_pass')).toThrow('Unknown format')
})

test('a key file of another length is refused, and left as it is', () => {
  const file = join(folder, 'secret.key')
  writeFileSync(file, 'short\n')
  expect(() => openSecrets(file)).toThrow(/must hold 32 bytes/)
  expect(readFileSync(file, 'utf8')).toBe('short\n')
})

test('a database set up with another key is refused, naming the file', async () => {
  let stored: string | undefined
  const settings = { readOrWrite: async (_: string, value: string) => (stored ??= value) }
  const right = join(folder, 'right.key')
  const wrong = join(folder, 'wrong.key')
  await checkKey(openSecrets(right), settings, right)
  await checkKey(openSecrets(right), settings, right)
  await expect(checkKey(openSecrets(wrong), settings, wrong)).rejects.toThrow(wrong)
})
