import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DomainState } from '../protocol/constants-domain.ts'
import { createFakeLibvirtd, fakeDomain } from './fake-libvirtd.ts'
import { readLab, virsh } from './lab.ts'

// libvirt's own client against the fake: it encodes the arguments and decodes the answers that our
// declarations describe, and knows nothing of them. Where there is a lab there is virsh.
const isHere = readLab() !== undefined
const note = isHere ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!isHere)(`virsh understands the fake${note}`, { timeout: 60_000 }, () => {
  const fake = createFakeLibvirtd({
    host: {
      domains: [
        fakeDomain({ name: 'on', state: DomainState.running, id: 3 }),
        fakeDomain({ name: 'off' }),
      ],
    },
  })
  let directory: string
  let uri: string

  /** Words with single spaces: how virsh aligns them is its own affair. */
  async function said(command: string): Promise<string> {
    const output = await virsh(uri, ...command.split(' '))
    return output.trim().replaceAll(/\s+/g, ' ')
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'fake-virsh-'))
    const socketPath = join(directory, 'sock')
    uri = `qemu+unix:///system?socket=${socketPath}`
    await fake.listen(socketPath)
  })
  afterAll(async () => {
    await fake.close()
    await rm(directory, { recursive: true, force: true })
  })

  it.each([
    ['domblkinfo on vda', 'Capacity: 8589934592 Allocation: 1073741824 Physical: 1073741824'],
    ['dommemstat on', 'actual 2097152 rss 2097152'],
    ['domjobinfo on', 'Job type: None'],
    ['blockjob on vda', ''],
    ['nodedev-list', 'computer net_eth0_52_54_00_00_00_10 pci_0000_00_02_0'],
    ['nodedev-list --cap net', 'net_eth0_52_54_00_00_00_10'],
    ['iface-list --all', 'eth0 active 52:54:00:00:00:10 lo active 00:00:00:00:00:00'],
    ['nodecpumap', 'CPUs present: 8 CPUs online: 8 CPU map: yyyyyyyy'],
    ['nodecpustats', 'user: 1000000000 system: 1000000000 idle: 1000000000 iowait: 1000000000'],
    ['cpu-models x86_64', 'qemu64 kvm64'],
    ['net-info default', expect.stringContaining('Persistent: yes')],
    ['dominfo on', expect.stringContaining('CPU(s): 2 CPU time: 2.0s')],
  ])('%s', async (command, output) => {
    expect(await said(command)).toEqual(output)
  })

  it('tunes a machine', async () => {
    await said('blkiotune off --config --weight 300')
    expect(await said('blkiotune off --config')).toBe('weight : 300')
    expect(await said('schedinfo off --config --set cpu_shares=99')).toContain('cpu_shares : 99')
    await said('vcpupin off 0 1,3 --config')
    expect(await said('vcpupin off --config')).toBe('0 1,3 1 0-7')
    await said('desc off --config --title A')
    expect(await said('desc off --config --title')).toBe('A')
  })

  it('takes snapshots of it', async () => {
    await said('snapshot-create-as off one')
    await said('snapshot-create-as off two')
    expect(await said('snapshot-list off --name')).toBe('one two')
    expect(await said('snapshot-current off --name')).toBe('two')
    expect(await said('snapshot-parent off two')).toBe('one')
    await said('snapshot-revert off one')
    expect(await said('snapshot-current off --name')).toBe('one')
  })

  it('clones volumes, and wipes them', async () => {
    await said('vol-create-as default first 1M')
    await said('vol-clone first second --pool default')
    await said('vol-wipe second --pool default')
    expect(await said('vol-info second --pool default --bytes')).toContain('Capacity: 1048576')
  })

  it('passes on what was refused', async () => {
    await expect(said('domtime on')).rejects.toThrow('Guest agent is not responding')
    await expect(said('snapshot-revert off three')).rejects.toThrow('no domain snapshot')
  })
})
