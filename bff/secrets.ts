import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'

export type Secrets = {
  /** `purpose` is bound to the text: a secret moved to another place does not open there. */
  encrypt: (text: string, purpose: string) => string
  /** Throws `SecretError` when the key, the purpose or the text is not the one of the encryption. */
  decrypt: (sealed: string, purpose: string) => string
}

export class SecretError extends Error {
  override name = 'SecretError'
}

const version = 'v1'
const keyBytes = 32
const ivBytes = 12
const tagBytes = 16

/**
 * AES-256-GCM under the key of `keyFile`, which is made (mode 0600) when there is none.
 * Sealed text is `v1.` and base64url of nonce, tag and cipher text.
 */
export function openSecrets(keyFile: string): Secrets {
  return createSecrets(readOrMakeKey(keyFile))
}

export function createSecrets(key: Buffer): Secrets {
  return {
    encrypt: (text, purpose) => {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(bound(purpose))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    decrypt: (sealed, purpose) => {
      const [format, payload = ''] = sealed.split('.')
      if (format !== version) throw new SecretError(`Unknown format of a secret: ${format}.`)
      const bytes = Buffer.from(payload, 'base64url')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
          authTagLength: tagBytes,
        })
          .setAAD(bound(purpose))
          .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
        const body = decipher.update(bytes.subarray(ivBytes + tagBytes))
        return Buffer.concat([body, decipher.final()]).toString('utf8')
      } catch (cause) {
        throw new SecretError('A stored secret does not open with this key.', { cause })
      }
    },
  }
}

const bound = (purpose: string) => Buffer.from(`${version}:${purpose}`)

/** Whole or not at all, whenever we are killed; of two that start at once one makes the key and both use it. */
function makeKey(file: string): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${randomBytes(keyBytes).toString('base64')}\n`, {
    mode: 0o600,
    flush: true,
  })
  try {
    chmodSync(draft, 0o600)
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(draft)
  }
}

function readOrMakeKey(file: string): Buffer {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (!existsSync(file)) makeKey(file)
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (key.length !== keyBytes) {
    throw new SecretError(
      `The key file ${file} must hold ${keyBytes} bytes in base64. Restore it from a backup; without it the stored passwords cannot be read.`,
    )
  }
  return key
}

type Canary = { readOrWrite: (name: 'secret_canary', value: string) => Promise<string> }

const canary = { text: 'podyard', purpose: 'canary' }

/** Rejects with `SecretError` when the secrets of this database were sealed under another key. */
export async function checkKey(secrets: Secrets, settings: Canary, keyFile: string): Promise<void> {
  const sealed = await settings.readOrWrite(
    'secret_canary',
    secrets.encrypt(canary.text, canary.purpose),
  )
  try {
    secrets.decrypt(sealed, canary.purpose)
  } catch (cause) {
    throw new SecretError(
      `The key file ${keyFile} is not the one that this database was set up with. ` +
        'Restore the original, or name it with PODYARD_KEY_FILE.',
      { cause },
    )
  }
}
