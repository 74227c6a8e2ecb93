import type { MachineFacts } from '../facts.ts'
import { architecture, mibOfKib, poolOfPath } from './derive.ts'
import type { DomainFigures } from './stats.ts'
import type { DomainXml } from './xml/domain.ts'

export type NamedDomain = { name: string; uuid: string }
export type PoolPlace = { uuid: string; name: string; path: string | null }

/**
 * One domain out of its statistics and its document. Where the document is missing or cannot be read,
 * the machine is known by its statistics alone: better a machine without disks than none.
 */
export function machineFacts(
  domain: NamedDomain,
  figures: DomainFigures,
  document: DomainXml | null,
  pools: readonly PoolPlace[],
): MachineFacts {
  return {
    uuid: domain.uuid,
    name: domain.name,
    state: figures.state,
    cores: document?.vcpus || figures.vcpus || 0,
    memoryMiB: mibOfKib(figures.memoryKiB ?? document?.memoryKiB ?? 0),
    architecture: architecture(document?.arch ?? ''),
    described: document !== null,
    disks: (document?.disks ?? []).map(({ name, source, poolName, bus }) => ({
      name,
      size: figures.diskBytes?.get(name) ?? null,
      source,
      storage_pool: holder(source, poolName, pools)?.uuid ?? null,
      bus,
    })),
    interfaces: (document?.interfaces ?? []).map(({ mac, type, source, model }, index) => ({
      // The guest alone knows its own name for it; MAAS counts as well.
      name: `eth${index}`,
      mac_address: mac,
      type,
      source,
      model,
    })),
  }
}

function holder(source: string | null, poolName: string | null, pools: readonly PoolPlace[]) {
  if (poolName !== null) return pools.find(({ name }) => name === poolName)
  return source?.startsWith('/') ? poolOfPath(source, pools) : undefined
}
