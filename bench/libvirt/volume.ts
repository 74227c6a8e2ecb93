/** A volume on the host, random bytes to fill it with, and proof that they arrived. */
import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../../scripts/lab/host.ts'
import { run } from '../../scripts/lab/processes.ts'

const bytes = 256 * 1_024 * 1_024

export type BenchVolume = {
  bytes: number
  /** As virsh wants it, and as the host has it. */
  pool: string
  name: string
  path: string
  /** Here: what to upload, and where downloads go. */
  source: string
  target: string
  /** Empties the volume, so that what an earlier run left proves nothing. */
  empty: () => Promise<void>
  expectUploaded: () => Promise<void>
  expectDownloaded: () => Promise<void>
}

export async function makeVolume(host: Host): Promise<BenchVolume> {
  const [pool, name] = ['fast', 'bench.img']
  const source = join(host.directory, 'upload')
  const target = join(host.directory, 'download')
  const volume = join(host.directory, 'lib/fast', name)
  await run('dd', ['if=/dev/urandom', `of=${source}`, 'bs=1M', `count=${bytes >> 20}`])
  await host.virsh('vol-create-as', pool, name, `${bytes}b`, '--format', 'raw')
  const wanted = await digest(source)
  const expect = async (file: string) => {
    const found = await digest(file)
    if (found !== wanted) throw new Error(`${file} has sha256 ${found}, not ${wanted}`)
  }
  return {
    bytes,
    pool,
    name,
    path: `/var/lib/libvirt/fast/${name}`,
    source,
    target,
    empty: async () => {
      await truncate(volume, 0)
      await truncate(volume, bytes)
    },
    expectUploaded: () => expect(volume),
    expectDownloaded: async () => {
      await expect(target)
      await truncate(target, 0)
    },
  }
}

const digest = async (file: string) => (await run('sha256sum', [file])).slice(0, 64)
