import { afterEach, beforeEach, expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { onEveryPeer, refusal } from './peers-suite.ts'

onEveryPeer(({ peer, name, arch, call }) => {
  const config = libvirt.DomainAffect.config
  const { param, paramValues } = libvirt
  let dom: libvirt.Domain

  // Never started: the lab has no control groups.
  beforeEach(async () => {
    const xml = `<domain type='${peer.domainType}'>
      <name>${name}</name><memory unit='MiB'>64</memory><vcpu>2</vcpu>
      <os><type arch='${arch}'>hvm</type></os>
    </domain>`
    dom = await call(libvirt.domainDefineXml, { xml })
  })
  afterEach(() => call(libvirt.domainUndefine, { dom }))

  it('reads back the typed parameters it was given', async () => {
    const weight = param.uint('weight', 500)
    const perDevice = param.string('device_weight', '/dev/vda,300')
    await call(libvirt.domainSetBlkioParameters, {
      dom,
      params: [weight, perDevice],
      flags: config,
    })
    const flags = config | libvirt.TypedParamFlag.stringOkay
    const { params } = await call(libvirt.domainGetBlkioParameters, { dom, nparams: 16, flags })
    expect(params).toEqual(expect.arrayContaining([weight, perDevice]))
  })

  it('reads back 64 bits', async () => {
    const limit = param.ullong('hard_limit', 2 ** 40)
    await call(libvirt.domainSetMemoryParameters, { dom, params: [limit], flags: config })
    const asked = { dom, nparams: 16, flags: config }
    const { params } = await call(libvirt.domainGetMemoryParameters, asked)
    expect(paramValues(params).get('hard_limit')).toBe(2 ** 40)
  })

  it('says how many there are when asked for none', async () => {
    const params = [param.int('numa_mode', 0), param.string('numa_nodeset', '0')]
    await call(libvirt.domainSetNumaParameters, { dom, params, flags: config })
    const asked = { dom, nparams: 0, flags: config }
    expect(await call(libvirt.domainGetNumaParameters, asked)).toEqual({ params: [], nparams: 2 })
  })

  it('refuses a type that is another, and a name that nobody knows', async () => {
    const set = (wrong: libvirt.TypedParam) =>
      call(libvirt.domainSetBlkioParameters, { dom, params: [wrong], flags: config })
    await expect(set(param.string('weight', '500'))).rejects.toThrow(refusal('VIR_ERR_INVALID_ARG'))
    await expect(set(param.uint('no_such', 1))).rejects.toThrow(
      refusal('VIR_ERR_ARGUMENT_UNSUPPORTED'),
    )
  })

  it('pins processors, and gives them shares', async () => {
    const cpumap = libvirt.cpuMap([1])
    const pin = call(libvirt.domainPinVcpuFlags, { dom, vcpu: 1, cpumap, flags: config })
    const params = [param.ullong('cpu_shares', 2_048), param.llong('vcpu_quota', 50_000)]
    const share = call(libvirt.domainSetSchedulerParametersFlags, { dom, params, flags: config })
    if (peer.kind === 'test') {
      // It knows both, though not for a definition.
      await expect(pin).rejects.toThrow(refusal('VIR_ERR_INVALID_ARG'))
      await expect(share).rejects.toThrow(refusal('VIR_ERR_INVALID_ARG'))
      return
    }
    await Promise.all([pin, share])
    const asked = { dom, ncpumaps: 2, maplen: 1, flags: config }
    const { cpumaps, num } = await call(libvirt.domainGetVcpuPinInfo, asked)
    const [free, pinned] = libvirt.cpuMaps(cpumaps, 1).map((map) => libvirt.cpusOf(map))
    expect({ num, pinned }).toEqual({ num: 2, pinned: [1] })
    expect(free).toEqual(expect.arrayContaining([0, 1]))
    const read = { dom, nparams: 16, flags: config }
    expect(await call(libvirt.domainGetSchedulerParametersFlags, read)).toEqual(
      expect.arrayContaining(params),
    )
  })
})
