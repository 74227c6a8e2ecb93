import { readdir, readlink } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKeyring, type Keyring } from '../testing/keyring.ts'
import { readLab } from '../testing/lab.ts'
import { startOwnHost, type OwnHost } from '../testing/own-host.ts'
import { connectionEnds, hopTo, summary } from '../testing/ssh-doors.ts'
import { openSsh } from './ssh.ts'
import type { StageReport } from './stages.ts'
import { openTcp } from './tcp.ts'
import { openTls } from './tls.ts'
import type { Transport } from './transport.ts'
import { openUnix } from './unix.ts'

type Open = (options: {
  readonly onStage: (report: StageReport | StageReport<'tls'>) => void
  readonly signal?: AbortSignal
}) => Promise<Transport<unknown>>

const lab = readLab()
const note = lab ? '' : ': SKIPPED, no lab is running'

/** When to call off, after a report. A connection on loopback may be there at the third of them. */
const moments = [
  { when: (abort: () => void) => abort(), isInTime: true },
  { when: (abort: () => void) => process.nextTick(abort), isInTime: true },
  { when: setImmediate, isInTime: false },
]

/** Sockets this process has. */
async function ownSockets(): Promise<number> {
  const links = (await readdir('/proc/self/fd')).map((fd) =>
    readlink(`/proc/self/fd/${fd}`).catch(() => ''),
  )
  return (await Promise.all(links)).filter((target) => target.startsWith('socket:')).length
}

describe.skipIf(!lab)(`called off${note}`, { timeout: 60_000 }, () => {
  let ssh: OwnHost
  let listening: OwnHost
  let ring: Keyring
  const opens: Record<string, { readonly open: Open; readonly ports: () => readonly number[] }> = {}

  beforeAll(async () => {
    ;[ssh, listening, ring] = await Promise.all([
      startOwnHost('abort-ssh', 'key', 'no-forwarding', 'password'),
      startOwnHost('abort-tls'),
      startKeyring(),
    ])
    const ca = await ring.authority('ca')
    const [{ cert, key }, { certPem, keyPem }] = await Promise.all([
      ring.certificate('server', ca, { names: 'IP:127.0.0.1' }),
      ring.certificate('client', ca),
    ])
    const files = [`ca_file = "${ca.cert}"`, `cert_file = "${cert}"`, `key_file = "${key}"`]
    const settings = [...files, 'auth_tcp = "none"']
    const { tls, tcp } = await listening.listen({ tls: 0, tcp: 0 }, settings)
    const host = '127.0.0.1'
    const ours = { ca: ca.pem, cert: certPem, key: keyPem }
    const hops = { direct: hopTo(ssh.door('key')), command: hopTo(ssh.door('no-forwarding')) }
    const jump = [hopTo(ssh.door('password')), hops.direct]
    const ports = () => ['key', 'no-forwarding', 'password'].map((kind) => ssh.door(kind).port)
    opens['ssh'] = { open: (o) => openSsh({ ...hops.direct, ...o }), ports }
    opens['ssh to a command'] = { open: (o) => openSsh({ ...hops.command, ...o }), ports }
    opens['ssh through jump hosts'] = {
      open: (o) => openSsh({ ...hops.command, jump, ...o }),
      ports,
    }
    opens['tls'] = { open: (o) => openTls({ host, port: tls, ...ours, ...o }), ports: () => [tls] }
    opens['tcp'] = {
      open: (o) => openTcp({ host, port: tcp, allowUnencrypted: true, ...o }),
      ports: () => [tcp],
    }
    opens['unix'] = { open: (o) => openUnix({ socketPath: ssh.socket, ...o }), ports: () => [] }
  }, 60_000)
  afterAll(async () => {
    await Promise.all([ssh.stop(), listening.stop()])
    await ring.remove()
  })

  const names = ['ssh', 'ssh to a command', 'ssh through jump hosts', 'tls', 'tcp', 'unix']
  it.each(names)('at every report of %s, nothing is left open', async (name) => {
    const { open, ports } = opens[name] as NonNullable<(typeof opens)[string]>
    const leftOpen = async () => {
      const ends = await Promise.all(ports().map(connectionEnds))
      return { ends: ends.reduce((sum, count) => sum + count, 0), sockets: await ownSockets() }
    }
    const before = { ends: 0, sockets: await ownSockets() }
    const settled = async () => {
      await expect.poll(leftOpen, { timeout: 5_000 }).toEqual(before)
    }

    const steps: string[] = []
    const { duplex } = await open({ onStage: (report) => steps.push(summary(report)) })
    duplex.destroy()
    await settled()

    // After the last report there is a transport, and its duplex is what ends it.
    for (const step of steps.slice(0, -1)) {
      for (const { when, isInTime } of moments) {
        const controller = new AbortController()
        const reason = new Error(`called off at ${step}`)
        const onStage = (report: StageReport | StageReport<'tls'>) => {
          if (summary(report) === step) when(() => controller.abort(reason))
        }
        const opening = open({ onStage, signal: controller.signal })
        const outcome = await opening.then(
          (opened) => void opened.duplex.destroy(),
          (e: unknown) => e,
        )
        if (isInTime || outcome !== undefined) expect(outcome).toBe(reason)
      }
    }
    await settled()
  })

  it.each(names)('before it begins, %s does nothing', async (name) => {
    const { open } = opens[name] as NonNullable<(typeof opens)[string]>
    const signal = AbortSignal.abort(new Error('never mind'))
    await expect(open({ onStage: () => {}, signal })).rejects.toThrow('never mind')
  })

  it.each(names)('after it has been opened, %s stays', async (name) => {
    const { open } = opens[name] as NonNullable<(typeof opens)[string]>
    const controller = new AbortController()
    const { duplex } = await open({ onStage: () => {}, signal: controller.signal })
    controller.abort()
    expect(duplex).toMatchObject({ destroyed: false, writable: true })
    duplex.destroy()
  })

  it('while somebody is asked about the key, whose answer comes too late', async () => {
    const controller = new AbortController()
    const { promise: answer, resolve } = Promise.withResolvers<boolean>()
    const asked = Promise.withResolvers<void>()
    const opening = openSsh({
      ...hopTo(ssh.door('key')),
      hostVerifier: () => {
        asked.resolve()
        return answer
      },
      signal: controller.signal,
    })
    await asked.promise
    controller.abort(new Error('never mind'))
    await expect(opening).rejects.toThrow('never mind')
    await expect.poll(() => connectionEnds(ssh.door('key').port)).toBe(0)
    resolve(true)
    // What an answer to nobody could throw would be an unhandled error, and fail this file.
    await new Promise(setImmediate)
  })
})
