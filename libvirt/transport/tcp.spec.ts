import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuthUnsupportedError, openConnection } from '../open-connection.ts'
import { connectGetHostname, connectGetLibVersion } from '../protocol/connect.ts'
import { readLab } from '../testing/lab.ts'
import { startOwnHost, type OwnHost } from '../testing/own-host.ts'
import { connectionEnds, summary, percentDelayed } from '../testing/ssh-doors.ts'
import { openTcp } from './tcp.ts'

describe('openTcp', () => {
  it.each([undefined, false])('does nothing with allowUnencrypted %s', async (allowUnencrypted) => {
    const reports: string[] = []
    const onStage = (report: Parameters<typeof summary>[0]) => reports.push(summary(report))
    await expect(openTcp({ host: '127.0.0.1', allowUnencrypted, onStage })).rejects.toMatchObject({
      name: 'TransportError',
      code: 'unencrypted_not_allowed',
    })
    expect(reports).toEqual([])
  })
})

const lab = readLab()
const note = lab ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!lab)(`openTcp to a real libvirtd${note}`, { timeout: 30_000 }, () => {
  let own: OwnHost
  beforeAll(async () => {
    own = await startOwnHost('tcp')
  })
  afterAll(() => own.stop())

  it('reaches libvirt, without waiting for delayed acknowledgements', async () => {
    const { tcp: port } = await own.listen({ tcp: 0 }, ['auth_tcp = "none"'])
    const options = { host: '127.0.0.1', port, allowUnencrypted: true }
    const { duplex, facts } = await openTcp(options)
    expect(facts).toEqual({ address: '127.0.0.1', port })
    const { call, close } = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await call(connectGetHostname)).toBe('tcp')
    expect(await percentDelayed(() => call(connectGetLibVersion))).toBeLessThan(10)
    await close()
    await expect.poll(() => connectionEnds(port)).toBe(0)
  })

  it('finds that the host wants SASL, which is libvirt’s default', async () => {
    const { tcp: port } = await own.listen({ tcp: 0 }, [])
    const { duplex } = await openTcp({ host: '127.0.0.1', port, allowUnencrypted: true })
    const opening = openConnection(duplex, { uri: 'qemu:///system' })
    await expect(opening).rejects.toThrow(AuthUnsupportedError)
    await expect(opening).rejects.toMatchObject({ offered: [1] })
    await expect.poll(() => connectionEnds(port)).toBe(0)
  })
})
