import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { eventually, onEveryPeer, refusal } from './peers-suite.ts'

onEveryPeer(({ peer, name, arch, call, ask, hear, later }) => {
  const uuid = randomUUID()
  const xml = `<domain type='${peer.domainType}'>
    <name>${name}</name><uuid>${uuid}</uuid>
    <memory unit='MiB'>64</memory><vcpu>1</vcpu>
    <os><type arch='${arch}'>hvm</type></os>
  </domain>`
  const { DomainLifecycle: happens, DomainState: is } = libvirt

  async function defineDomain(): Promise<libvirt.Domain> {
    const dom = await call(libvirt.domainDefineXml, { xml })
    later(() => call(libvirt.domainUndefine, { dom }))
    later(() => call(libvirt.domainDestroy, { dom }))
    return dom
  }

  it('tells of everything that happens to a domain', async () => {
    const heard = await hear(libvirt.domainEventLifecycle, ({ dom }) => dom.uuid === uuid)
    const saw = (event: number) =>
      eventually(() => expect(heard.map((one) => one.event)).toContain(event))
    const stateOf = async (dom: libvirt.Domain) =>
      (await call(libvirt.domainGetState, { dom, flags: 0 })).state

    const defined = await defineDomain()
    expect(defined).toEqual({ name, uuid, id: -1 })
    await saw(happens.defined)
    const dom = await call(libvirt.domainCreateWithFlags, { dom: defined, flags: 0 })
    expect(dom.id).toBeGreaterThan(0)
    await saw(happens.started)
    expect(await stateOf(dom)).toBe(is.running)
    await call(libvirt.domainSuspend, { dom })
    await saw(happens.suspended)
    expect(await stateOf(dom)).toBe(is.paused)
    await call(libvirt.domainResume, { dom })
    await saw(happens.resumed)
    await call(libvirt.domainDestroy, { dom })
    await saw(happens.stopped)
    expect(await stateOf(dom)).toBe(is.shutoff)
    await call(libvirt.domainUndefine, { dom })
    await saw(happens.undefined)
  })

  it('states the facts of a domain', async () => {
    const dom = await defineDomain()
    const on = { dom, flags: 0 }
    const { cpuTime, ...info } = await call(libvirt.domainGetInfo, { dom })
    expect(info).toEqual({ state: is.shutoff, maxMem: 65_536, memory: 65_536, nrVirtCpu: 1 })
    // The test driver makes up nanoseconds since 1970, which are over 2^53.
    expect(typeof cpuTime).toBe(peer.kind === 'test' ? 'bigint' : 'number')
    expect(await call(libvirt.domainIsActive, { dom })).toBe(false)
    expect(await call(libvirt.domainIsPersistent, { dom })).toBe(true)
    expect(await call(libvirt.domainIsUpdated, { dom })).toBe(false)
    expect(await call(libvirt.domainGetMaxMemory, { dom })).toBe(65_536)
    expect(await call(libvirt.domainGetMessages, on)).toEqual([])
    expect(await call(libvirt.domainHasManagedSaveImage, on)).toBe(false)
    expect(await call(libvirt.domainGetOsType, { dom })).toBe(
      peer.kind === 'test' ? 'linux' : 'hvm',
    )
    await expect(call(libvirt.domainGetControlInfo, on)).rejects.toThrow(
      refusal('VIR_ERR_OPERATION_INVALID'),
    )
    await call(libvirt.domainUndefine, { dom })
    await expect(call(libvirt.domainGetInfo, { dom })).rejects.toThrow(refusal('VIR_ERR_NO_DOMAIN'))
  })

  it('renames a domain, which is gone and made for those who listen', async () => {
    const dom = await defineDomain()
    // Of its definition, which may be told only now, this is not.
    const heard = await hear(
      libvirt.domainEventLifecycle,
      (one) => one.dom.uuid === uuid && one.detail !== libvirt.DomainDefinedDetail.added,
    )
    const newName = `${name}-b`
    expect(await call(libvirt.domainRename, { dom, newName, flags: 0 })).toBe(0)
    expect(await call(libvirt.domainLookupByName, { name: newName })).toMatchObject({ uuid })
    await eventually(() =>
      expect(heard.map(({ dom: { name: told }, event, detail }) => [told, event, detail])).toEqual([
        [name, happens.undefined, libvirt.DomainUndefinedDetail.renamed],
        [newName, happens.defined, libvirt.DomainDefinedDetail.renamed],
      ]),
    )
    await call(libvirt.domainUndefine, { dom })
  })

  it('keeps notes about a domain', async () => {
    const dom = await defineDomain()
    const heard = await hear(libvirt.domainEventMetadataChange, (one) => one.dom.uuid === uuid)
    const { title, element } = libvirt.DomainMetadata
    const flags = libvirt.DomainAffect.config
    const aTitle = { dom, type: title, key: null, uri: null, flags }
    const anElement = { dom, type: element, key: 'spec', uri: 'urn:spec', flags }
    await call(libvirt.domainSetMetadata, { ...aTitle, metadata: 'Ein Titel ✓' })
    await call(libvirt.domainSetMetadata, { ...anElement, metadata: '<note>x</note>' })
    expect(await call(libvirt.domainGetMetadata, aTitle)).toBe('Ein Titel ✓')
    expect(await call(libvirt.domainGetMetadata, anElement)).toContain('>x</note>')
    await call(libvirt.domainSetMetadata, { ...aTitle, metadata: null })
    await expect(call(libvirt.domainGetMetadata, aTitle)).rejects.toThrow(
      refusal('VIR_ERR_NO_DOMAIN_METADATA'),
    )
    await eventually(() =>
      expect(heard.map(({ type, nsuri }) => [type, nsuri])).toEqual([
        [title, null],
        [element, 'urn:spec'],
        [title, null],
      ]),
    )
    await call(libvirt.domainUndefine, { dom })
  })

  it('knows the state of a job and of the monitor', async () => {
    const dom = await defineDomain()
    await call(libvirt.domainCreate, { dom })
    const on = { dom, flags: 0 }
    const { state } = await call(libvirt.domainGetControlInfo, on)
    expect(state).toBe(libvirt.DomainControlState.ok)
    const { none } = libvirt.DomainJobType
    const idle = { type: none, dataTotal: 0 }
    expect((await ask(libvirt.domainGetJobInfo, { dom })) ?? idle).toMatchObject(idle)
    expect((await ask(libvirt.domainGetJobStats, on)) ?? { type: none }).toMatchObject({
      type: none,
    })
    await expect(call(libvirt.domainAbortJob, { dom })).rejects.toThrow(
      refusal(
        peer.lacks.has('domainAbortJob') ? 'VIR_ERR_NO_SUPPORT' : 'VIR_ERR_OPERATION_INVALID',
      ),
    )
    await call(libvirt.domainDestroy, { dom })
    await call(libvirt.domainUndefine, { dom })
  })
})
