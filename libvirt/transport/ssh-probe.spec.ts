import { duplexPair, PassThrough, type Duplex } from 'node:stream'
import type { ClientChannel } from 'ssh2'
import { beforeEach, describe, expect, it } from 'vitest'
import { openConnection } from '../open-connection.ts'
import { connectGetHostname } from '../protocol/connect.ts'
import { createFakeLibvirtd } from '../testing/fake-libvirtd.ts'
import { probePipe } from './ssh-probe.ts'

let near: Duplex & { stderr: PassThrough }
let far: Duplex

/** As much of a channel as the probe looks at. */
const channel = () => near as unknown as ClientChannel

beforeEach(() => {
  const [ours, theirs] = duplexPair()
  near = Object.assign(ours, { stderr: new PassThrough() })
  far = theirs
})

describe('probePipe', () => {
  it('finds libvirt, and leaves the pipe as if nothing had been asked', async () => {
    const fake = createFakeLibvirtd()
    fake.attach(far)
    expect(await probePipe(channel())).toEqual({ ok: true })
    const connection = await openConnection(near, { uri: 'qemu:///system' })
    expect(await connection.call(connectGetHostname)).toBe('fake-host')
    expect(fake.calls).toEqual(['authList', 'authList', 'connectOpen', 'connectGetHostname'])
    await fake.close()
  })

  it('finds a shell that prints', async () => {
    far.write('Welcome to kvm1\n')
    expect(await probePipe(channel())).toEqual({ ok: false, garbage: 'Welcome to kvm1\n' })
  })

  it('passes on what a command said before it ended', async () => {
    near.stderr.write('nc: /var/run/libvirt/libvirt-sock: Permission denied\n')
    const probing = probePipe(channel())
    setImmediate(() => {
      near.emit('exit', 1)
      near.emit('close')
    })
    expect(await probing).toEqual({
      ok: false,
      exitCode: 1,
      stderr: 'nc: /var/run/libvirt/libvirt-sock: Permission denied',
    })
  })
})
