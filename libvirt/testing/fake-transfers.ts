import { domainOpenConsole, storageVolDownload, storageVolUpload } from '../protocol/streams.ts'
import { answeringStream, FakeRefusal, findDomain, type FakeAnswer } from './fake-answer.ts'
import { findVolume } from './fake-storage.ts'

/** What streams move. */
export const transferAnswers: readonly FakeAnswer[] = [
  answeringStream(storageVolUpload, ({ vol, offset, length }, { host }) => {
    const { volume } = findVolume(host, vol)
    const pieces: Buffer[] = []
    let taken = 0
    return {
      take(data) {
        taken += data.length
        if (length > 0 && taken > length) {
          const message = 'cannot write to stream: No space left on device'
          throw new FakeRefusal('VIR_ERR_SYSTEM_ERROR', message)
        }
        pieces.push(data)
      },
      // Less than was declared is no error, as on a real host.
      finish() {
        const old = volume.content ?? Buffer.alloc(0)
        const before = Buffer.alloc(offset)
        old.copy(before)
        volume.content = Buffer.concat([before, ...pieces, old.subarray(offset + taken)])
      },
    }
  }),
  answeringStream(storageVolDownload, ({ vol, offset, length }, { host }, writer) => {
    const { content = Buffer.alloc(0) } = findVolume(host, vol).volume
    writer.send(content.subarray(offset, length > 0 ? offset + length : undefined))
    writer.end()
    return {}
  }),
  // A console that repeats what is typed.
  answeringStream(domainOpenConsole, ({ dom }, { host }, writer) => {
    if (findDomain(host, dom.uuid).id < 0) {
      throw new FakeRefusal('VIR_ERR_OPERATION_INVALID', 'domain is not running')
    }
    return { take: writer.send }
  }),
]
