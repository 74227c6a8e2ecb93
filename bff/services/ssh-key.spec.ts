import { execFileSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPublicKey, verify } from 'node:crypto'
import ssh2 from 'ssh2'
import { expect, test } from 'vitest'
import { createSecrets } from '../secrets.ts'
import { loadSshKey } from './ssh-key.ts'

function memorySettings() {
  const stored = new Map<string, string>()
  return {
    stored,
    settings: {
      read: async (name: string) => stored.get(name),
      readOrWrite: async (name: string, value: string) => {
        if (!stored.has(name)) stored.set(name, value)
        return stored.get(name) ?? ''
      },
    },
  }
}

const secrets = createSecrets(Buffer.alloc(32, 7))

test('the key is made once and stored sealed', async () => {
  const { stored, settings } = memorySettings()
  const first = await loadSshKey(settings, secrets, 'pods')
  const second = await loadSshKey(settings, secrets, 'renamed')
  expect(second.shown).toEqual(first.shown)
  expect(stored.get('ssh_key')).not.toContain('seed')
  expect(first.shown).toEqual({
    algorithm: 'ssh-ed25519',
    public_key: expect.stringMatching(/^ssh-ed25519 AAAA\S{64} podyard@pods$/),
    fingerprint: expect.stringMatching(/^SHA256:[\w+/]{43}$/),
  })
})

test('of two that start at once, both use the key that was stored', async () => {
  const { settings } = memorySettings()
  const [a, b] = await Promise.all([
    loadSshKey(settings, secrets, 'x'),
    loadSshKey(settings, secrets, 'x'),
  ])
  expect(a.shown).toEqual(b.shown)
})

test('ssh-keygen reads the private key and finds the same public key', async () => {
  // Padding depends on the length of the comment: each remainder of the block size is met.
  for (let length = 1; length <= 8; length += 1) {
    const { privateKey, shown } = await loadSshKey(
      memorySettings().settings,
      secrets,
      'h'.repeat(length),
    )
    const file = join(mkdtempSync(join(tmpdir(), 'podyard-key-')), 'key')
    writeFileSync(file, privateKey, { mode: 0o600 })
    const keygen = (...args: string[]) =>
      execFileSync('ssh-keygen', [...args, '-f', file], { encoding: 'utf8' }).trim()
    expect(keygen('-y', '-P', '')).toBe(shown.public_key)
    expect(keygen('-l')).toContain(shown.fingerprint)
  }
})

test('ssh2 signs with it', async () => {
  const { privateKey, shown } = await loadSshKey(memorySettings().settings, secrets, 'pods')
  const key = ssh2.utils.parseKey(privateKey)
  if (key instanceof Error) throw key
  expect(`${key.type} ${key.getPublicSSH().toString('base64')} ${key.comment}`).toBe(
    shown.public_key,
  )
  const message = Buffer.from('message')
  const signature = key.sign(message)
  expect(verify(null, message, createPublicKey(key.getPublicPEM()), signature)).toBe(true)
})
