import { randomUUID } from 'node:crypto'
import type { Duplex } from 'node:stream'
import * as libvirt from '../../index.ts'

/** Keeps a copy of all that arrives. Call it before anyone else listens; read the copy at the end. */
export function record(duplex: Duplex): () => Buffer {
  const chunks: Buffer[] = []
  duplex.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks)
}

/**
 * A session that shows much of the protocol: lists, documents, statistics, events, refusals. It
 * leaves nothing behind. `domainType` is what the peer can define.
 */
export async function recordSession(
  duplex: Duplex,
  { uri, domainType }: { readonly uri: string; readonly domainType: string },
): Promise<Buffer> {
  const received = record(duplex)
  const connection = await libvirt.openConnection(duplex, { uri })
  const { call, on } = connection
  const attempt = (calls: readonly Promise<unknown>[]) => Promise.allSettled(calls)
  const all = { needResults: true, flags: 0 }

  const event = Promise.withResolvers<void>()
  await on(libvirt.domainEventLifecycle, () => event.resolve())
  await attempt([on(libvirt.storagePoolEventRefresh, () => {})])
  const [domains, pools, networks] = await Promise.all([
    call(libvirt.connectListAllDomains, all),
    call(libvirt.connectListAllStoragePools, all),
    call(libvirt.connectListAllNetworks, all),
  ])
  await attempt([
    call(libvirt.connectGetAllDomainStats, { doms: [], stats: 0, flags: 0 }),
    call(libvirt.nodeGetInfo),
    call(libvirt.nodeGetFreeMemory),
    call(libvirt.nodeGetMemoryStats, { nparams: 4, cellNum: libvirt.ALL_CELLS, flags: 0 }),
    call(libvirt.connectGetHostname),
    call(libvirt.connectGetType),
    call(libvirt.connectGetVersion),
    call(libvirt.connectGetLibVersion),
    call(libvirt.connectGetCapabilities),
    call(libvirt.domainLookupByName, { name: `missing-${randomUUID()}` }),
    ...domains.flatMap((dom) => [
      call(libvirt.domainGetXmlDesc, { dom, flags: 0 }),
      call(libvirt.domainGetState, { dom, flags: 0 }),
      call(libvirt.domainGetAutostart, { dom }),
    ]),
    ...networks.flatMap((net) => [
      call(libvirt.networkGetXmlDesc, { net, flags: 0 }),
      call(libvirt.networkIsActive, { net }),
      call(libvirt.networkGetDhcpLeases, { net, mac: null, needResults: true, flags: 0 }),
    ]),
    ...pools.flatMap((pool) => [
      call(libvirt.storagePoolGetInfo, { pool }),
      call(libvirt.storagePoolGetXmlDesc, { pool, flags: 0 }),
      call(libvirt.storagePoolListAllVolumes, { pool, ...all }),
    ]),
  ])
  const [pool] = pools
  if (pool) {
    const vols = await call(libvirt.storagePoolListAllVolumes, { pool, ...all }).catch(() => [])
    await attempt(vols.map((vol) => call(libvirt.storageVolGetInfo, { vol })))
  }
  const arch = domainType === 'test' ? 'i686' : 'x86_64'
  const xml = `<domain type='${domainType}'><name>recorded-${randomUUID()}</name>
    <memory unit='MiB'>8</memory><os><type arch='${arch}'>hvm</type></os></domain>`
  const dom = await call(libvirt.domainDefineXml, { xml })
  await event.promise
  await call(libvirt.domainUndefine, { dom })
  await connection.close()
  return received()
}
