import { expect, it } from 'vitest'
import * as libvirt from '../index.ts'
import { eventually, onEveryPeer, refusal } from './peers-suite.ts'

onEveryPeer(({ name, call, ask, hear, later }) => {
  const document = (usageId: string, isPrivate: 'yes' | 'no') =>
    `<secret ephemeral='yes' private='${isPrivate}'>
      <usage type='volume'><volume>${usageId}</volume></usage>
    </secret>`

  async function define(usageId: string, isPrivate: 'yes' | 'no' = 'no') {
    const xml = document(usageId, isPrivate)
    const secret = await ask(libvirt.secretDefineXml, { xml, flags: 0 })
    if (secret) later(() => call(libvirt.secretUndefine, { secret }))
    return secret
  }

  it('keeps what it is told, byte for byte', async () => {
    const secret = await define(`/${name}/a`)
    await ask(libvirt.connectListAllSecrets, { needResults: true, flags: 0 })
    if (!secret) return
    const { uuid, usageType, usageId } = secret
    expect({ usageType, usageId }).toEqual({
      usageType: libvirt.SecretUsageType.volume,
      usageId: `/${name}/a`,
    })
    await expect(call(libvirt.secretGetValue, { secret, flags: 0 })).rejects.toThrow(
      refusal('VIR_ERR_NO_SECRET'),
    )
    const value = Uint8Array.of(0, 1, 127, 128, 255)
    await call(libvirt.secretSetValue, { secret, value, flags: 0 })
    expect([...(await call(libvirt.secretGetValue, { secret, flags: 0 }))]).toEqual([...value])
    expect(await call(libvirt.secretLookupByUuid, { uuid })).toEqual(secret)
    expect(await call(libvirt.secretLookupByUsage, { usageType, usageId })).toEqual(secret)
    const listed = { needResults: true, flags: 0 }
    expect(await call(libvirt.connectListAllSecrets, listed)).toContainEqual(secret)
    expect(await call(libvirt.secretGetXmlDesc, { secret, flags: 0 })).toContain(usageId)
    await call(libvirt.secretUndefine, { secret })
    await expect(call(libvirt.secretLookupByUuid, { uuid })).rejects.toThrow(
      refusal('VIR_ERR_NO_SECRET'),
    )
  })

  it('never shows a private one', async () => {
    const secret = await define(`/${name}/b`, 'yes')
    if (!secret) return
    await call(libvirt.secretSetValue, { secret, value: Uint8Array.of(1), flags: 0 })
    await expect(call(libvirt.secretGetValue, { secret, flags: 0 })).rejects.toThrow(
      refusal('VIR_ERR_INVALID_SECRET'),
    )
    await call(libvirt.secretUndefine, { secret })
  })

  it('tells of secrets', async () => {
    const usageId = `/${name}/c`
    const probe = await define(usageId)
    if (!probe) return
    await call(libvirt.secretUndefine, { secret: probe })
    const happened = await hear(
      libvirt.secretEventLifecycle,
      (one) => one.secret.usageId === usageId,
    )
    const changed = await hear(
      libvirt.secretEventValueChanged,
      (one) => one.secret.usageId === usageId,
    )
    const secret = await define(usageId)
    if (!secret) throw new Error('there are events, but no secrets')
    await call(libvirt.secretSetValue, { secret, value: Uint8Array.of(1), flags: 0 })
    await call(libvirt.secretUndefine, { secret })
    const { defined, undefined: gone } = libvirt.SecretLifecycle
    await eventually(() => expect(happened.map(({ event }) => event)).toEqual([defined, gone]))
    expect(changed).toHaveLength(1)
  })
})
