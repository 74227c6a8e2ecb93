/** Renews what the fuzzer mutates: `PODYARD_LAB=FILE node scripts/record.ts`. */
import { writeFile } from 'node:fs/promises'
import { recordSession } from '../libvirt/testing/fuzz/recorder.ts'
import { openUnix } from '../libvirt/transport/unix.ts'
import { openLab } from './lab/lab.ts'

const lab = await openLab()
if (!lab) throw new Error('PODYARD_LAB names no lab: ./x lab FILE starts one')
for (const [domainType, uri] of [
  ['qemu', 'qemu:///system'],
  ['test', 'test:///default'],
] as const) {
  const { duplex } = await openUnix({ socketPath: lab.hosts.alpha.socket })
  const bytes = await recordSession(duplex, { uri, domainType })
  await writeFile(`libvirt/testing/fuzz/recordings/${domainType}.bin`, bytes)
  console.log(`${uri}: ${bytes.length} bytes`)
}
