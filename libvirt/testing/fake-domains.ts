import { DomainState, DomainStats, DomainUndefineFlag } from '../protocol/constants-domain.ts'
import { DomainLifecycle } from '../protocol/constants-events.ts'
import { connectGetAllDomainStats, connectListAllDomains } from '../protocol/connect.ts'
import * as domains from '../protocol/domain.ts'
import { domainSetVcpusFlags } from '../protocol/domain-cpu.ts'
import * as power from '../protocol/domain-power.ts'
import { domainSetMemoryFlags } from '../protocol/domain-tuning.ts'
import { domainEventLifecycle, domainEventReboot } from '../protocol/domain-events.ts'
import type { TypedParam } from '../protocol/typed-param.ts'
import type { Domain } from '../protocol/types.ts'
import {
  answering,
  FakeRefusal,
  findDomain,
  remove,
  requireActive,
  required,
  upsert,
  type FakeAnswer,
  type FakeContext,
} from './fake-answer.ts'
import type { FakeDomain } from './fake-host.ts'
import { domainXml, parseDomainXml } from './fake-xml.ts'

const refOf = ({ name, uuid, id }: FakeDomain): Domain => ({ name, uuid, id })

function emitLifecycle({ emit }: FakeContext, domain: FakeDomain, event: number, detail = 0): void {
  emit(domainEventLifecycle, { dom: refOf(domain), event, detail })
}

/** libvirt reports a start as the end of a pause first. */
function start(domain: FakeDomain, context: FakeContext): void {
  if (domain.state !== DomainState.shutoff) {
    throw new FakeRefusal(
      'VIR_ERR_OPERATION_INVALID',
      'Requested operation is not valid: domain is already running',
    )
  }
  domain.id = Math.max(0, ...context.host.domains.map(({ id }) => id)) + 1
  domain.state = DomainState.running
  emitLifecycle(context, domain, DomainLifecycle.resumed)
  emitLifecycle(context, domain, DomainLifecycle.started)
}

/** Stops a running domain; `detail` says who wanted it: the guest (0) or the host (1). */
function stop(domain: FakeDomain, context: FakeContext, detail: number): void {
  requireActive(domain)
  emitLifecycle(context, domain, DomainLifecycle.shutdown, detail)
  domain.id = -1
  domain.state = DomainState.shutoff
  emitLifecycle(context, domain, DomainLifecycle.stopped, detail)
}

function define(xml: string, context: FakeContext): Domain {
  const { host } = context
  const parsed = required(parseDomainXml(xml))
  const before = host.domains.find(({ uuid }) => uuid === parsed.uuid)
  if (!before && host.domains.some(({ name }) => name === parsed.name)) {
    throw new FakeRefusal(
      'VIR_ERR_OPERATION_FAILED',
      `operation failed: domain '${parsed.name}' already exists with uuid`,
    )
  }
  const defined: FakeDomain = { ...parsed, ...(before && keptOf(before)) }
  upsert(host.domains, defined)
  emitLifecycle(context, defined, DomainLifecycle.defined, before ? 1 : 0)
  return refOf(defined)
}

/** What a new definition leaves as it is. */
function keptOf({ id, state, autostart, metadata, tuning, pins, ...rest }: FakeDomain) {
  const { snapshots, currentSnapshot, blockJobs } = rest
  const kept = { id, state, autostart, metadata, tuning, pins }
  return { ...kept, snapshots, currentSnapshot, blockJobs }
}

function undefine(domain: FakeDomain, flags: number, context: FakeContext): void {
  const count = domain.snapshots.length
  if (count > 0 && (flags & DomainUndefineFlag.snapshotsMetadata) === 0) {
    const message = `cannot delete inactive domain with ${count} snapshots`
    throw new FakeRefusal('VIR_ERR_OPERATION_INVALID', message)
  }
  remove(context.host.domains, domain)
  emitLifecycle(context, domain, DomainLifecycle.undefined)
}

const param = (field: string, type: TypedParam['value']['type'], value: number | string) =>
  ({ field, value: { type, value } }) as TypedParam

/** What fake-facts.ts tells of one domain as well. */
const NANOSECONDS_PER_VCPU = 1_000_000_000

/** The groups a resync reads, under libvirt's names. */
function statsOf(domain: FakeDomain, groups: number): TypedParam[] {
  const params: TypedParam[] = []
  if (groups & DomainStats.state) {
    params.push(param('state.state', 'int', domain.state), param('state.reason', 'int', 1))
  }
  const isOn = domain.id >= 0
  if (groups & DomainStats.cpuTotal && isOn) {
    params.push(param('cpu.time', 'ullong', domain.vcpus * NANOSECONDS_PER_VCPU))
  }
  if (groups & DomainStats.balloon) {
    params.push(
      param('balloon.current', 'ullong', domain.memoryKiB),
      param('balloon.maximum', 'ullong', domain.memoryKiB),
      ...(isOn ? [param('balloon.rss', 'ullong', domain.memoryKiB / 2)] : []),
    )
  }
  if (groups & DomainStats.vcpu) {
    params.push(
      param('vcpu.current', 'uint', domain.vcpus),
      param('vcpu.maximum', 'uint', domain.vcpus),
    )
  }
  if (groups & DomainStats.interface && isOn) {
    params.push(
      param('net.count', 'uint', 1),
      param('net.0.name', 'string', 'vnet0'),
      param('net.0.rx.bytes', 'ullong', 2_000),
      param('net.0.tx.bytes', 'ullong', 1_000),
    )
  }
  if (groups & DomainStats.block) {
    params.push(param('block.count', 'uint', domain.disks.length))
    for (const [index, disk] of domain.disks.entries()) {
      params.push(
        param(`block.${index}.name`, 'string', disk.target),
        param(`block.${index}.path`, 'string', disk.source),
        ...(isOn ? [param(`block.${index}.rd.bytes`, 'ullong', 4_096)] : []),
        ...(isOn ? [param(`block.${index}.wr.bytes`, 'ullong', 8_192)] : []),
        param(`block.${index}.allocation`, 'ullong', disk.allocationBytes),
        param(`block.${index}.capacity`, 'ullong', disk.capacityBytes),
        param(`block.${index}.physical`, 'ullong', disk.allocationBytes),
      )
    }
  }
  return params
}

const ALL_GROUPS = 0xffff_ffff

export const domainAnswers: readonly FakeAnswer[] = [
  answering(connectListAllDomains, ({ needResults }, { host }) =>
    needResults ? host.domains.map(refOf) : [],
  ),
  answering(connectGetAllDomainStats, ({ doms, stats }, { host }) => {
    const wanted = doms.length > 0 ? doms.map(({ uuid }) => findDomain(host, uuid)) : host.domains
    return wanted.map((domain) => ({
      dom: refOf(domain),
      params: statsOf(domain, stats || ALL_GROUPS),
    }))
  }),
  answering(domains.domainLookupByName, ({ name }, { host }) => {
    const found = host.domains.find((domain) => domain.name === name)
    if (found) return refOf(found)
    throw new FakeRefusal(
      'VIR_ERR_NO_DOMAIN',
      `Domain not found: no domain with matching name '${name}'`,
    )
  }),
  answering(domains.domainLookupByUuid, ({ uuid }, { host }) => refOf(findDomain(host, uuid))),
  answering(domains.domainGetXmlDesc, ({ dom }, { host }) => domainXml(findDomain(host, dom.uuid))),
  answering(domains.domainGetState, ({ dom }, { host }) => ({
    state: findDomain(host, dom.uuid).state,
    reason: 1,
  })),
  answering(
    domains.domainGetAutostart,
    ({ dom }, { host }) => findDomain(host, dom.uuid).autostart,
  ),
  answering(domains.domainSetAutostart, ({ dom, autostart }, { host }) => {
    findDomain(host, dom.uuid).autostart = autostart
  }),
  answering(power.domainCreate, ({ dom }, context) =>
    start(findDomain(context.host, dom.uuid), context),
  ),
  answering(power.domainCreateWithFlags, ({ dom }, context) => {
    const domain = findDomain(context.host, dom.uuid)
    start(domain, context)
    return refOf(domain)
  }),
  answering(power.domainDestroy, ({ dom }, context) =>
    stop(findDomain(context.host, dom.uuid), context, 1),
  ),
  answering(power.domainShutdown, ({ dom }, context) =>
    stop(findDomain(context.host, dom.uuid), context, 0),
  ),
  answering(power.domainSuspend, ({ dom }, context) => {
    const domain = findDomain(context.host, dom.uuid)
    requireActive(domain)
    domain.state = DomainState.paused
    emitLifecycle(context, domain, DomainLifecycle.suspended)
  }),
  answering(power.domainResume, ({ dom }, context) => {
    const domain = findDomain(context.host, dom.uuid)
    requireActive(domain)
    domain.state = DomainState.running
    emitLifecycle(context, domain, DomainLifecycle.resumed)
  }),
  ...[power.domainReboot, power.domainReset].map((procedure) =>
    answering(procedure, ({ dom }, { host, emit }) => {
      const domain = findDomain(host, dom.uuid)
      requireActive(domain)
      emit(domainEventReboot, { dom: refOf(domain) })
    }),
  ),
  answering(domains.domainDefineXml, ({ xml }, context) => define(xml, context)),
  answering(domains.domainDefineXmlFlags, ({ xml }, context) => define(xml, context)),
  answering(domains.domainUndefine, ({ dom }, context) =>
    undefine(findDomain(context.host, dom.uuid), 0, context),
  ),
  answering(domains.domainUndefineFlags, ({ dom, flags }, context) =>
    undefine(findDomain(context.host, dom.uuid), flags, context),
  ),
  answering(domainSetVcpusFlags, ({ dom, nvcpus }, { host }) => {
    Object.assign(findDomain(host, dom.uuid), { vcpus: nvcpus, xml: undefined })
  }),
  answering(domainSetMemoryFlags, ({ dom, memory }, { host }) => {
    Object.assign(findDomain(host, dom.uuid), { memoryKiB: memory, xml: undefined })
  }),
]
