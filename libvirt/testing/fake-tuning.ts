import { DomainJobType } from '../protocol/constants-domain-power.ts'
import { DomainMemoryStat } from '../protocol/constants-domain.ts'
import { cpuMap, cpusOf } from '../protocol/cpu-map.ts'
import * as block from '../protocol/domain-block.ts'
import * as cpu from '../protocol/domain-cpu.ts'
import { domainEventTunable } from '../protocol/domain-events.ts'
import * as jobs from '../protocol/domain-job.ts'
import * as tuning from '../protocol/domain-tuning.ts'
import { param, type TypedParam } from '../protocol/typed-param.ts'
import {
  answering,
  FakeRefusal,
  findDomain,
  requireActive,
  type FakeAnswer,
} from './fake-answer.ts'
import type { FakeDomain } from './fake-host.ts'

/** The types libvirt insists on, of the names that are known here. */
const TYPES: Readonly<Record<string, TypedParam['value']['type']>> = {
  cpu_shares: 'ullong',
  vcpu_period: 'ullong',
  vcpu_quota: 'llong',
  weight: 'uint',
  device_weight: 'string',
  hard_limit: 'ullong',
  soft_limit: 'ullong',
  numa_mode: 'int',
  numa_nodeset: 'string',
  total_bytes_sec: 'ullong',
}

function check(params: readonly TypedParam[]): void {
  for (const { field, value } of params) {
    const expected = TYPES[field]
    if (expected === undefined) {
      throw new FakeRefusal('VIR_ERR_ARGUMENT_UNSUPPORTED', `parameter '${field}' not supported`)
    }
    if (value.type !== expected) {
      const message = `invalid type '${value.type}' for parameter '${field}', expected '${expected}'`
      throw new FakeRefusal('VIR_ERR_INVALID_ARG', message)
    }
  }
}

/** What is there before anything is set. */
const DEFAULTS: Readonly<Record<string, readonly TypedParam[]>> = {
  scheduler: [
    param.ullong('cpu_shares', 1_024),
    param.ullong('vcpu_period', 100_000),
    param.llong('vcpu_quota', -1),
  ],
}

/** What is set under a name replaces what was. */
function set(domain: FakeDomain, kind: string, params: readonly TypedParam[]): void {
  check(params)
  const names = new Set(params.map(({ field }) => field))
  const before = domain.tuning[kind] ?? DEFAULTS[kind] ?? []
  const others = before.filter(({ field }) => !names.has(field))
  domain.tuning[kind] = [...others, ...params]
}

/** With `nparams` 0 only their number is answered. */
function get(domain: FakeDomain, kind: string, nparams: number) {
  const all = domain.tuning[kind] ?? DEFAULTS[kind] ?? []
  return nparams === 0 ? { params: [], nparams: all.length } : { params: all, nparams: 0 }
}

const kinds = [
  ['blkio', tuning.domainGetBlkioParameters, tuning.domainSetBlkioParameters],
  ['memory', tuning.domainGetMemoryParameters, tuning.domainSetMemoryParameters],
  ['numa', tuning.domainGetNumaParameters, tuning.domainSetNumaParameters],
] as const

/** The host's processors, all of them. */
const ALL = [0, 1, 2, 3, 4, 5, 6, 7]

/** One byte for each virtual processor: the fake's host has at most eight. */
const pinsOf = (domain: FakeDomain) =>
  Buffer.concat(Array.from({ length: domain.vcpus }, (_, vcpu) => cpuMap(domain.pins[vcpu] ?? ALL)))

export const tuningAnswers: readonly FakeAnswer[] = [
  ...kinds.flatMap(([kind, getter, setter]) => [
    answering(getter, ({ dom, nparams }, { host }) =>
      get(findDomain(host, dom.uuid), kind, nparams),
    ),
    answering(setter, ({ dom, params }, { host }) => set(findDomain(host, dom.uuid), kind, params)),
  ]),
  answering(tuning.domainGetSchedulerType, () => ({ type: 'posix', nparams: 9 })),
  answering(tuning.domainGetSchedulerParametersFlags, ({ dom, nparams }, { host }) => {
    return get(findDomain(host, dom.uuid), 'scheduler', nparams).params
  }),
  answering(tuning.domainSetSchedulerParametersFlags, ({ dom, params }, { host }) =>
    set(findDomain(host, dom.uuid), 'scheduler', params),
  ),
  answering(block.domainGetBlockIoTune, ({ dom, disk, nparams }, { host }) =>
    get(findDomain(host, dom.uuid), `disk ${disk}`, nparams),
  ),
  answering(block.domainSetBlockIoTune, ({ dom, disk, params }, { host, emit }) => {
    set(findDomain(host, dom.uuid), `disk ${disk}`, params)
    const told = params.map(({ field, value }) => ({ field: `blkdeviotune.${field}`, value }))
    emit(domainEventTunable, { dom, params: [param.string('blkdeviotune.disk', disk), ...told] })
  }),
  answering(tuning.domainGetMaxMemory, ({ dom }, { host }) => findDomain(host, dom.uuid).memoryKiB),
  answering(tuning.domainMemoryStats, ({ dom }, { host }) => {
    const { memoryKiB } = requireActive(findDomain(host, dom.uuid))
    return [
      { tag: DomainMemoryStat.actualBalloon, val: memoryKiB },
      { tag: DomainMemoryStat.rss, val: memoryKiB },
    ]
  }),
  answering(cpu.domainGetVcpusFlags, ({ dom }, { host }) => findDomain(host, dom.uuid).vcpus),
  answering(
    cpu.domainGetMaxVcpus,
    ({ dom }, { host }) => requireActive(findDomain(host, dom.uuid)).vcpus,
  ),
  answering(cpu.domainPinVcpuFlags, ({ dom, vcpu, cpumap }, { host }) => {
    findDomain(host, dom.uuid).pins[vcpu] = [...cpusOf(cpumap)]
  }),
  answering(cpu.domainGetVcpuPinInfo, ({ dom }, { host }) => {
    const domain = findDomain(host, dom.uuid)
    return { cpumaps: pinsOf(domain), num: domain.vcpus }
  }),
  answering(jobs.domainGetJobInfo, ({ dom }, { host }) => {
    requireActive(findDomain(host, dom.uuid))
    const time = { timeElapsed: 0, timeRemaining: 0 }
    const data = { dataTotal: 0, dataProcessed: 0, dataRemaining: 0 }
    const memory = { memTotal: 0, memProcessed: 0, memRemaining: 0 }
    const file = { fileTotal: 0, fileProcessed: 0, fileRemaining: 0 }
    return { type: DomainJobType.none, ...time, ...data, ...memory, ...file }
  }),
  answering(jobs.domainGetJobStats, ({ dom }, { host }) => {
    requireActive(findDomain(host, dom.uuid))
    return { type: DomainJobType.none, params: [] }
  }),
  answering(jobs.domainAbortJob, () => {
    throw new FakeRefusal('VIR_ERR_OPERATION_INVALID', 'no job is active on the domain')
  }),
]
