import { createHash, generateKeyPairSync, randomInt } from 'node:crypto'
import type { SshKey } from '../../contract/ssh-key.ts'
import type { Secrets } from '../secrets.ts'
import type { Settings } from '../store/settings.ts'

/** Podyard's own key. `privateKey` is in OpenSSH's format and leaves the process in signatures only. */
export type KeyPair = { privateKey: string; shown: SshKey }

const algorithm = 'ssh-ed25519'
const purpose = 'ssh_key'

/** The key of this installation, made at the first start and stored sealed. */
export async function loadSshKey(
  settings: Pick<Settings, 'read' | 'readOrWrite'>,
  secrets: Secrets,
  hostname: string,
): Promise<KeyPair> {
  const comment = `podyard@${hostname}`
  const stored = await settings.read('ssh_key')
  const sealed =
    stored ??
    (await settings.readOrWrite(
      'ssh_key',
      secrets.encrypt(JSON.stringify(generate(comment)), purpose),
    ))
  const { seed, publicKey, comment: own } = JSON.parse(secrets.decrypt(sealed, purpose)) as Stored
  return keyPair(Buffer.from(seed, 'base64'), Buffer.from(publicKey, 'base64'), own)
}

type Stored = { seed: string; publicKey: string; comment: string }

function generate(comment: string): Stored {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { d = '', x = '' } = privateKey.export({ format: 'jwk' })
  const base64 = (text: string) => Buffer.from(text, 'base64url').toString('base64')
  return { seed: base64(d), publicKey: base64(x), comment }
}

function keyPair(seed: Buffer, publicKey: Buffer, comment: string): KeyPair {
  const blob = Buffer.concat([sized(algorithm), sized(publicKey)])
  return {
    privateKey: encodePrivateKey(seed, publicKey, blob, comment),
    shown: {
      algorithm,
      public_key: `${algorithm} ${blob.toString('base64')} ${comment}`,
      fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replaceAll('=', '')}`,
    },
  }
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key, without a passphrase. */
function encodePrivateKey(
  seed: Buffer,
  publicKey: Buffer,
  publicBlob: Buffer,
  comment: string,
): string {
  const blockSize = 8
  const check = uint32(randomInt(2 ** 32))
  const fields = Buffer.concat([
    check,
    check,
    publicBlob,
    sized(Buffer.concat([seed, publicKey])),
    sized(comment),
  ])
  const padding = Buffer.from(
    Array.from({ length: (blockSize - (fields.length % blockSize)) % blockSize }, (_, i) => i + 1),
  )
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    sized('none'),
    sized('none'),
    sized(''),
    uint32(1),
    sized(publicBlob),
    sized(Buffer.concat([fields, padding])),
  ])
  const lines = file.toString('base64').match(/.{1,70}/g) ?? []
  return [
    '-----BEGIN OPENSSH PRIVATE KEY-----',
    ...lines,
    '-----END OPENSSH PRIVATE KEY-----',
    '',
  ].join('\n')
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function sized(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint32(bytes.length), bytes])
}
