/** Renews the recordings here: `PODYARD_LAB=FILE node libvirt/testing/fuzz/record.ts`. */
import { writeFile } from 'node:fs/promises'
import { openUnix } from '../../transport/unix.ts'
import { readLab } from '../lab.ts'
import { recordSession } from './recorder.ts'

const lab = readLab()
if (!lab) throw new Error('PODYARD_LAB names no lab: ./x lab FILE starts one')
for (const [domainType, uri] of [
  ['qemu', 'qemu:///system'],
  ['test', 'test:///default'],
] as const) {
  const { duplex } = await openUnix({ socketPath: lab.socket })
  const bytes = await recordSession(duplex, { uri, domainType })
  await writeFile(new URL(`recordings/${domainType}.bin`, import.meta.url), bytes)
  console.log(`${uri}: ${bytes.length} bytes`)
}
