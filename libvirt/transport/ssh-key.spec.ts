import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { fingerprintOf, generateSshKey, hostKeyOf, parsePrivateKey } from './ssh-key.ts'

const directory = mkdtempSync(join(tmpdir(), 'ssh-key-'))
afterAll(() => rmSync(directory, { recursive: true }))

/** Made by OpenSSH itself, so that the two agree. */
function opensshKey(name: string, type: string, passphrase = '', ...more: readonly string[]) {
  const path = join(directory, name)
  const size = type === 'rsa' ? ['-b', '2048'] : []
  const options = ['-q', '-t', type, ...size, ...more, '-N', passphrase, '-C', '', '-f', path]
  execFileSync('ssh-keygen', options)
  const listed = execFileSync('ssh-keygen', ['-l', '-f', `${path}.pub`]).toString()
  return {
    text: readFileSync(path, 'utf8'),
    publicKey: readFileSync(`${path}.pub`, 'utf8').trim(),
    fingerprint: listed.split(' ')[1],
  }
}

const unusable = (key: string) =>
  expect.objectContaining({ name: 'TransportError', code: 'key_unusable', details: { key } })

// Making keys, and above all decrypting one, is slow on a busy machine.
describe('parsePrivateKey', { timeout: 30_000 }, () => {
  it.each(['ed25519', 'ecdsa', 'rsa'])('reads an %s key', (type) => {
    const made = opensshKey(type, type)
    const { publicKey, fingerprint } = parsePrivateKey(made.text)
    expect({ publicKey, fingerprint }).toEqual({
      publicKey: made.publicKey,
      fingerprint: made.fingerprint,
    })
  })

  it.each([
    ['ed25519', 'ed25519', []],
    ['ecdsa', 'ecdsa', []],
    ['rsa', 'rsa', []],
    ['rsa in PEM', 'rsa', ['-m', 'PEM']],
    ['ecdsa in PEM', 'ecdsa', ['-m', 'PEM']],
  ])('decrypts an %s key, and says why it cannot', (name, type, more) => {
    // Few rounds: how long it takes is not the question here.
    const { text, publicKey } = opensshKey(
      `locked ${name}`,
      type,
      'open sesame',
      '-a',
      '2',
      ...more,
    )
    expect(parsePrivateKey(text, 'open sesame').publicKey).toBe(publicKey)
    expect(() => parsePrivateKey(text, 'wrong')).toThrow(unusable('bad_passphrase'))
    expect(() => parsePrivateKey(text)).toThrow(unusable('passphrase_needed'))
  })

  it('refuses what is not a private key', () => {
    const { publicKey } = opensshKey('public', 'ed25519')
    expect(() => parsePrivateKey('hello')).toThrow(unusable('unsupported_format'))
    expect(() => parsePrivateKey(publicKey)).toThrow(unusable('unsupported_format'))
  })
})

describe('generateSshKey', () => {
  it('makes a key that it can read again', () => {
    const { privateKey, publicKey } = generateSshKey('podyard')
    expect(publicKey).toMatch(/^ssh-ed25519 [\w+/=]+ podyard$/)
    expect(publicKey).toContain(parsePrivateKey(privateKey).publicKey)
  })
})

describe('hostKeyOf', () => {
  it('reads the algorithm out of the blob', () => {
    const { publicKey, fingerprint } = opensshKey('host', 'ecdsa')
    const keyBlob = Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')
    expect(hostKeyOf(keyBlob)).toEqual({ algorithm: 'ecdsa-sha2-nistp256', keyBlob, fingerprint })
    expect(fingerprintOf(keyBlob)).toBe(fingerprint)
  })

  it.each(['', '000000', '0000000b7373', 'ffffffff7373682d727361', '00000005610a620763'])(
    'knows no algorithm where the blob names none: %s',
    (hex) => {
      const keyBlob = Buffer.from(hex, 'hex')
      const fingerprint = fingerprintOf(keyBlob)
      expect(hostKeyOf(keyBlob)).toEqual({ algorithm: '', keyBlob, fingerprint })
    },
  )
})
