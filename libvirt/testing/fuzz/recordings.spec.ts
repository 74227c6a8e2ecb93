import { describe, expect, it } from 'vitest'
import { decode } from '../../xdr/codec.ts'
import { openUnix } from '../../transport/unix.ts'
import { readLab } from '../lab.ts'
import { codecs } from './declarations.ts'
import { recordSession } from './recorder.ts'
import { packetsOf, payloadsIn, recordings } from './recordings.ts'

/** Decodes every packet of a recording; the names of what was in it. */
function contentsOf(recording: Buffer): string[] {
  const payloads = payloadsIn(recording)
  expect(payloads).toHaveLength(packetsOf(recording).length)
  return payloads.map(({ codec, bytes }) => {
    const { name = '', codec: declared } = codecs[codec] ?? {}
    if (declared) decode(declared, bytes)
    return name
  })
}

const expected = [
  'authList result',
  'connectListAllDomains result',
  'connectGetAllDomainStats result',
  'domainGetXmlDesc result',
  'domainEventLifecycle',
  'error',
]

describe('recordings', () => {
  it.each(Object.entries(recordings))('of %s are whole and decode', (_name, recording) => {
    expect(contentsOf(recording)).toEqual(expect.arrayContaining(expected))
  })

  const lab = readLab()
  const note = lab ? '' : ': SKIPPED, no lab is running'
  it.skipIf(!lab).each([
    ['qemu', 'qemu:///system'],
    ['test', 'test:///default'],
  ])(`of %s can be made again${note}`, async (domainType, uri) => {
    const { duplex } = await openUnix({ socketPath: lab?.socket })
    const recording = await recordSession(duplex, { uri, domainType })
    expect(contentsOf(recording)).toEqual(expect.arrayContaining(expected))
  })
})
