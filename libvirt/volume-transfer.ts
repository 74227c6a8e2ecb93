import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Connection } from './open-connection.ts'
import { storageVolUpload } from './protocol/streams.ts'
import type { StorageVol } from './protocol/types.ts'

export interface UploadOptions {
  readonly vol: StorageVol
  /** A Readable is destroyed when the upload fails, as by node's `pipeline`. */
  readonly source: Readable | AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  /** Bytes that the source has, exactly. 1 or more. */
  readonly length: number
  /** Where in the volume it begins. Bytes, 0 by default. */
  readonly offset?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Told of the bytes handed to the host so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined
}

/** The source has not the length that was promised. What arrived is in the volume. */
export class UploadLengthError extends Error {
  override readonly name = 'UploadLengthError'
  readonly promised: number
  /** Bytes of the source, or how many had come when there were too many. */
  readonly found: number

  constructor(promised: number, found: number) {
    super(`${promised} bytes were to be uploaded, but there are ${found}`)
    this.promised = promised
    this.found = found
  }
}

/**
 * Writes into a volume and counts, which libvirt does not: of too little data it says nothing.
 * Give it a connection of its own; other calls on it would wait behind the data.
 *
 * @throws UploadLengthError, the source's own error, or whatever `openStream` and its stream throw
 */
export async function uploadVolume(
  { openStream }: Pick<Connection, 'openStream'>,
  { vol, source, length, offset = 0, signal, onProgress = () => {} }: UploadOptions,
): Promise<void> {
  async function* counted() {
    let found = 0
    for await (const chunk of source) {
      found += chunk.length
      if (found > length) throw new UploadLengthError(length, found)
      yield chunk
      onProgress(found)
    }
    if (found < length) throw new UploadLengthError(length, found)
  }
  const args = { vol, offset, length, flags: 0 }
  try {
    const { stream } = await openStream(storageVolUpload, args, signal && { signal })
    // The pipeline alone would wait for the source's next piece before it told of a failure.
    await Promise.race([pipeline(counted, stream), failureOf(stream)])
  } catch (error) {
    // Nobody reads it any more: it must not hold a file open.
    if (source instanceof Readable) source.destroy()
    throw error
  }
}

const failureOf = (stream: Writable) =>
  new Promise<never>((_, reject) => void stream.once('error', reject))
