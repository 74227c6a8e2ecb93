/** The documented lines, word for word, against the whole server and a real host. See scripts/lab/README.md. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pod } from '../contract/pod.ts'
import type { Machine } from '../contract/machine.ts'
import { installKeyCommand, type SshKey } from '../contract/ssh-key.ts'
import type { StartedHost } from '../scripts/lab/host.ts'
import { type Lab, openLab } from '../scripts/lab/lab.ts'
import { type ShellRan, type Site, startSite } from './testing/server.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!found)(`maas with a real host${note}`, { timeout: 120_000 }, () => {
  const lab = found as Lab
  let host: StartedHost
  let site: Site
  let key = ''
  /** What the documents' ubuntu@192.168.1.2 is here. */
  let byKey = ''
  let byPassword = ''
  const power_pass = 'kvmadmin-password'

  beforeAll(async () => {
    host = await lab.startOwnHost(`maas-${process.pid}`, {
      contents: {
        pools: [{ name: 'default', active: true }],
        defaultNetwork: false,
        machines: [
          {
            name: 'web-01',
            uuid: '6f0d1a29-5e3b-4c8a-9d27-000000000001',
            cores: 1,
            memoryMiB: 64,
            disks: [{ pool: 'default', gib: 1, format: 'qcow2' }],
            networks: ['maas'],
            running: true,
          },
        ],
      },
      doors: ['key', 'password'],
    })
    await host.virsh('pool-define-as', 'pool1', 'dir', '--target', '/var/lib/libvirt/pool1')
    await host.virsh('pool-build', 'pool1')
    await host.virsh('pool-start', 'pool1')
    const address = (door: string) =>
      `qemu+ssh://kvmadmin@127.0.0.1:${host.doors[door]?.port}/system`
    byKey = address('key')
    byPassword = address('password')

    site = await startSite()
    const admin = ['createadmin', '--username', 'ada', '--password-stdin']
    await site.onServer(admin, 'correct horse battery\n')
    key = (await site.onServer(['apikey', '--username', 'ada'])).out.trim()
  }, 120_000)
  afterAll(async () => {
    await site?.end()
    await host?.stop()
  })

  const ok = async <T>(running: Promise<ShellRan>): Promise<T> => {
    const { exitCode, out, err } = await running
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    return JSON.parse(out) as T
  }
  const pods = () => ok<Pod[]>(site.sh('maas $PROFILE pods read'))
  const variables = () => ({ ADDRESS: byKey, PASSWORD_ADDRESS: byPassword })
  const sh = (line: string) => site.sh(line, variables())

  test('login, with the key as a word or from a pipe', async () => {
    const word = await sh(`maas login $PROFILE ${site.url} ${key}`)
    expect(word).toMatchObject({ exitCode: 0, err: '' })
    expect(word.out).toContain(`logged in to ${site.url}api/2.0/ as ada, with the profile admin`)
    expect(await sh(`echo ${key} | maas login $PROFILE ${site.url} -`)).toMatchObject({
      exitCode: 0,
      err: '',
    })
    const { out } = await sh('maas list')
    expect(out).toBe(`admin ${site.url}api/2.0/ ada\n`)
    expect(out).not.toContain(key.split(':')[2])
  })

  test('a wrong key is refused, and no profile made of it', async () => {
    const { exitCode, out, err } = await sh(`maas login other ${site.url} ${key}x`)
    expect([exitCode, out]).toEqual([1, ''])
    expect(err).toContain('The server rejected your API key: Authorization Error: Invalid API key.')
    expect((await sh('maas list')).out).not.toContain('other')
  })

  test('pods create, with the key that Podyard shows', async () => {
    const unknown = await sh('maas $PROFILE pods create type=virsh power_address=$ADDRESS')
    expect(unknown.exitCode).toBe(2)
    expect(unknown.out).toMatch(/key/)
    expect(await pods()).toEqual([])

    const ssh = await ok<SshKey>(sh('maas $PROFILE podyard-ssh-key read'))
    await host.inside('su', '-', 'kvmadmin', '-c', installKeyCommand(ssh))
    const pid = await host.qemuPids()
    const { exitCode, out } = await sh(
      'maas $PROFILE pods create type=virsh power_address=$ADDRESS',
    )
    expect([exitCode, out]).toEqual([0, expect.stringMatching(/^\{/)])
    const pod = JSON.parse(out) as Pod
    expect(pod).toMatchObject({ type: 'virsh', used: { cores: 1, memory: 64 } })
    expect(pod.storage_pools.map(({ name }) => name).sort()).toEqual(['default', 'pool1'])
    // As MAAS writes it: indented, and a ratio stays a float.
    expect(out).toContain('\n    "cpu_over_commit_ratio": 1.0,')
    expect(await host.qemuPids()).toEqual(pid)

    expect(await ok<Pod[]>(sh('maas $PROFILE pods read'))).toEqual([
      expect.objectContaining({ id: pod.id }),
    ])
    const table = await sh('maas $PROFILE pods read --table')
    expect(table.out).toMatch(/^id +name +state +cores free/)
    expect(table.out).toMatch(new RegExp(`^ *${pod.id} +${pod.name} +connected `, 'm'))
  })

  test('the same address again is refused, in words', async () => {
    const { exitCode, out } = await sh(
      'maas $PROFILE pods create type=virsh power_address=$ADDRESS',
    )
    expect([exitCode, out]).toEqual([2, expect.stringContaining('already exist')])
  })

  test('pod read, update, refresh, parameters, wait, delete', async () => {
    const [{ id } = { id: 0 }] = await pods()
    const pod = (words: string) => ok<Pod>(sh(`maas $PROFILE pod ${words}`))
    expect(await pod(`read ${id}`)).toMatchObject({ id })
    expect(await pod(`update ${id} cpu_over_commit_ratio=10 name=kvm-1 tags=a,b`)).toMatchObject({
      cpu_over_commit_ratio: 10,
      memory_over_commit_ratio: 1,
      name: 'kvm-1',
    })
    expect(await pod(`update ${id}`)).toMatchObject({ name: 'kvm-1' })
    expect(await pod(`refresh ${id}`)).toMatchObject({ id })
    expect(await ok(sh(`maas $PROFILE pod parameters ${id}`))).toEqual({
      power_address: byKey,
      power_pass: '',
    })
    const wrong = await sh(
      `maas $PROFILE pod update ${id} cpu_over_commit_ratio=10.1 memory_over_commit_ratio=abc`,
    )
    expect([wrong.exitCode, JSON.parse(wrong.out)]).toEqual([
      2,
      {
        cpu_over_commit_ratio: ['Ensure this value is less than or equal to 10.'],
        memory_over_commit_ratio: ['Enter a number.'],
      },
    ])
    expect(await pod(`wait ${id} state=online timeout=30`)).toMatchObject({ id })

    const [machine] = await ok<Machine[]>(sh('maas $PROFILE machines read'))
    expect(machine).toMatchObject({ hostname: 'web-01' })
    const wait = await sh(
      `maas $PROFILE machine wait ${machine?.system_id} status=Ready timeout=30`,
    )
    expect([wait.exitCode, JSON.parse(wait.out)]).toMatchObject([0, { hostname: 'web-01' }])
    const deploy = await sh('maas $PROFILE machine deploy aaaaaa install_kvm=True')
    expect([deploy.exitCode, deploy.out]).toEqual([2, expect.stringMatching(/\w/)])

    expect(await sh(`maas $PROFILE pod delete ${id}`)).toEqual({ exitCode: 0, out: '', err: '' })
    expect(await sh(`maas $PROFILE pod read ${id}`)).toEqual({
      exitCode: 2,
      out: 'Not Found',
      err: '',
    })
    expect((await sh(`maas $PROFILE pod wait ${id} state=online`)).exitCode).toBe(2)
    expect(await host.virsh('list', '--name')).toContain('web-01')
  })

  test('pods create with a password and ratios', async () => {
    const line =
      'maas $PROFILE pods create type=virsh power_address=$PASSWORD_ADDRESS power_pass=PASS cpu_over_commit_ratio=0.3 memory_over_commit_ratio=4.6'
    const wrong = await sh(line.replace('PASS ', 'example '))
    expect([wrong.exitCode, await pods()]).toEqual([2, []])
    expect(wrong.out).toMatch(/password/i)
    const pod = await ok<Pod>(sh(line.replace('PASS ', `${power_pass} `)))
    expect(pod).toMatchObject({ cpu_over_commit_ratio: 0.3, memory_over_commit_ratio: 4.6 })
    expect(await ok(sh(`maas $PROFILE pod parameters ${pod.id}`))).toMatchObject({ power_pass })
    await sh(`maas $PROFILE pod delete ${pod.id}`)
  })

  test('pods create with a default storage pool, by name', async () => {
    const line = 'maas $PROFILE pods create type=virsh power_address=$ADDRESS default_storage_pool='
    const wrong = await sh(`${line}pool9`)
    expect([wrong.exitCode, await pods()]).toEqual([2, []])
    expect(wrong.out).toContain('pool9')
    const pod = await ok<Pod>(sh(`${line}pool1`))
    expect(pod.storage_pools.filter((pool) => pool.default).map(({ name }) => name)).toEqual([
      'pool1',
    ])
  })

  test('wait sees a host go and come, and ends on time', async () => {
    const [{ id } = { id: 0 }] = await pods()
    await host.stopLibvirtd()
    const gone = await sh(`maas $PROFILE pod wait ${id} state=offline timeout=60`)
    expect(gone.exitCode).toBe(0)
    const late = await sh(`maas $PROFILE pod wait ${id} state=online timeout=0`)
    expect([late.exitCode, late.out]).toEqual([3, ''])
    expect(late.err).toContain('not within 0 s; the last seen was state unreachable')
    await host.startLibvirtd()
    await sh(`maas $PROFILE pod refresh ${id}`)
    expect((await sh(`maas $PROFILE pod wait ${id} state=online timeout=60`)).exitCode).toBe(0)
  })

  test('pod compose, refused in MAAS’s words where there is no room, and machine delete', async () => {
    const [pod] = await pods()
    const ratios = 'cpu_over_commit_ratio=10 memory_over_commit_ratio=10'
    await ok<Pod>(sh(`maas $PROFILE pod update ${pod?.id} ${ratios}`))
    const { system_id } = await ok<{ system_id: string; resource_uri: string }>(
      sh(
        `maas $PROFILE pod compose ${pod?.id} hostname=fresh cores=2 memory=1024 'storage=root:4,data:2(default)'`,
      ),
    )
    expect(await ok<Machine>(sh(`maas $PROFILE machine read ${system_id}`))).toMatchObject({
      hostname: 'fresh',
      status_name: 'Ready',
      cpu_count: 2,
    })
    // The pod's default storage pool is pool1.
    const blocks = await host.virsh('domblklist', 'fresh')
    expect(blocks).toMatch(/vda +\/var\/lib\/libvirt\/pool1\/fresh-[0-9a-f]{8}-vda/)
    expect(blocks).toMatch(/vdb +\/var\/lib\/libvirt\/images\/fresh-[0-9a-f]{8}-vdb/)

    const large = await sh(`maas $PROFILE pod compose ${pod?.id} cores=9999`)
    expect([large.exitCode, JSON.parse(large.out)]).toEqual([
      2,
      { cores: [`Ensure this value is less than or equal to ${pod?.total.cores}.`] },
    ])
    await ok<Pod>(sh(`maas $PROFILE pod update ${pod?.id} cpu_over_commit_ratio=0`))
    const full = await sh(`maas $PROFILE pod compose ${pod?.id}`)
    expect(full.exitCode).toBe(2)
    expect(full.out).toMatch(
      /^Unable to compose KVM instance in '.+'\. CPU overcommit ratio is 0\.0 and there are -\d+ available resources; 1 requested\.$/,
    )
    expect((await sh(`maas $PROFILE machine delete ${system_id}`)).exitCode).toBe(0)
    expect(await host.virsh('list', '--all', '--name')).not.toContain('fresh')
    expect(await host.virsh('vol-list', 'pool1')).not.toContain('fresh')
  })

  test('who is no admin is told so', async () => {
    const create =
      'maas $PROFILE users create username=bob email=bob@example.net password=correct-horse-battery is_superuser=0'
    expect(await ok(sh(create))).toMatchObject({ username: 'bob', is_superuser: false })
    const bob = (await site.onServer(['apikey', '--username', 'bob'])).out.trim()
    expect((await sh(`maas login bob ${site.url} ${bob}`)).exitCode).toBe(0)
    const [pod] = await ok<Pod[]>(sh('maas bob pods read'))
    for (const line of [
      'pods create type=virsh power_address=$ADDRESS',
      `pod parameters ${pod?.id}`,
    ]) {
      expect(await sh(`maas bob ${line}`)).toEqual({
        exitCode: 2,
        out: 'This method is reserved for admin users.',
        err: '',
      })
    }
  })

  test('an unknown action is refused here, with what there is', async () => {
    const { exitCode, out, err } = await sh('maas $PROFILE pods crate type=virsh')
    expect([exitCode, out]).toEqual([2, ''])
    expect(err).toContain('There is no action crate of pods. Did you mean create?')
  })

  test('a key that was revoked, and a server that is off', async () => {
    expect((await sh('maas $PROFILE user delete bob')).exitCode).toBe(0)
    const refused = await sh('maas bob pods read')
    expect([refused.exitCode, refused.out]).toEqual([2, 'Authorization Error: Invalid API key.'])
    expect(refused.err).toContain('The key of profile bob is refused. Fix: maas login bob')
    await site.stop()
    const off = await sh('maas $PROFILE pods read')
    expect([off.exitCode, off.out]).toEqual([1, ''])
    expect(off.err).toMatch(/^maas: Nothing listens on 127\.0\.0\.1 port \d+\.\nFix: /)
    await site.start()
    expect((await sh('maas refresh')).exitCode).toBe(0)
    expect(await pods()).toHaveLength(1)
  })
})
