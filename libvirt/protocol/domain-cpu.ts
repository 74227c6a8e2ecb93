import { opaque } from '../xdr/bytes.ts'
import { array } from '../xdr/collections.ts'
import { anyUhyper, int, nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { onDomain, onDomainWithFlags } from './shapes.ts'
import { typedParam } from './typed-param.ts'
import { counted, domain, string } from './types.ts'

const onIothread = struct({ dom: domain, iothreadId: uint, flags: uint })

/** `(dom: domain) -> (num: int)`. Running domains only. */
export const domainGetMaxVcpus = remote('domainGetMaxVcpus', 18, onDomain, int)

/** `(dom: domain, nvcpus, flags: u32) -> ()`, see DomainAffect and DomainMaximum. */
export const domainSetVcpusFlags = remote(
  'domainSetVcpusFlags',
  199,
  struct({ dom: domain, nvcpus: uint, flags: uint }),
  nothing,
)

/** `(dom: domain, flags: u32) -> (num: int)`, see DomainAffect and DomainMaximum. */
export const domainGetVcpusFlags = remote('domainGetVcpusFlags', 200, onDomainWithFlags, int)

/**
 * `(dom: domain, cpumap: string, state: int, flags: u32) -> ()`: `cpumap` is text such as 2-3; 1
 * plugs, 0 unplugs. See DomainAffect.
 */
export const domainSetVcpu = remote(
  'domainSetVcpu',
  384,
  struct({ dom: domain, cpumap: string, state: int, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, maxinfo, maplen: int) -> (info: (number: u32, state: int, cpu_time: u64, cpu:
 * int)<16384>, cpumaps: opaque<8388608>)`: running domains only; nanoseconds, see VcpuState.
 * `cpumaps` has `maplen` bytes for each: cpuMaps() parts them.
 */
export const domainGetVcpus = remote(
  'domainGetVcpus',
  20,
  struct({ dom: domain, maxinfo: int, maplen: int }),
  struct({
    info: array(struct({ number: uint, state: int, cpuTime: anyUhyper, cpu: int }), Limit.vcpus),
    cpumaps: opaque(Limit.cpuMaps),
  }),
)

/**
 * `(dom: domain, vcpu: u32, cpumap: opaque<2048>) -> ()`. Running domains only; cpuMap() makes the
 * map.
 */
export const domainPinVcpu = remote(
  'domainPinVcpu',
  26,
  struct({ dom: domain, vcpu: uint, cpumap: opaque(Limit.cpuMap) }),
  nothing,
)

/**
 * `(dom: domain, vcpu: u32, cpumap: opaque<2048>, flags: u32) -> ()`, see DomainAffect; cpuMap()
 * makes the map.
 */
export const domainPinVcpuFlags = remote(
  'domainPinVcpuFlags',
  225,
  struct({ dom: domain, vcpu: uint, cpumap: opaque(Limit.cpuMap), flags: uint }),
  nothing,
)

/**
 * `(dom: domain, ncpumaps, maplen: int, flags: u32) -> (cpumaps: opaque<8388608>, num: int)`:
 * `maplen` bytes for each virtual CPU, see cpuMaps() and DomainAffect.
 */
export const domainGetVcpuPinInfo = remote(
  'domainGetVcpuPinInfo',
  230,
  struct({ dom: domain, ncpumaps: int, maplen: int, flags: uint }),
  struct({ cpumaps: opaque(Limit.cpuMaps), num: int }),
)

/**
 * `(dom: domain, cpumap: opaque<2048>, flags: u32) -> ()`, see DomainAffect; cpuMap() makes the
 * map.
 */
export const domainPinEmulator = remote(
  'domainPinEmulator',
  279,
  struct({ dom: domain, cpumap: opaque(Limit.cpuMap), flags: uint }),
  nothing,
)

/**
 * `(dom: domain, maplen: int, flags: u32) -> (cpumaps: opaque<8388608>, ret: int)`, see
 * DomainAffect; cpusOf() reads the map.
 */
export const domainGetEmulatorPinInfo = remote(
  'domainGetEmulatorPinInfo',
  280,
  struct({ dom: domain, maplen: int, flags: uint }),
  struct({ cpumaps: opaque(Limit.cpuMaps), ret: int }),
)

/**
 * `(dom: domain, nparams: u32, start_cpu: int, ncpus, flags: u32) -> (params: param<2048>, nparams:
 * int)`: nanoseconds. `startCpu` -1 and `ncpus` 1 for the sum; `nparams` 0 asks for their number
 * only.
 */
export const domainGetCpuStats = remote(
  'domainGetCpuStats',
  262,
  struct({ dom: domain, nparams: uint, startCpu: int, ncpus: uint, flags: uint }),
  struct({ params: array(typedParam, Limit.domainCpuStats), nparams: int }),
)

/**
 * `(dom: domain, flags: u32) -> (info: (iothread_id: u32, cpumap: opaque<2048>)<16384>, ret: u32)`,
 * see DomainAffect; cpusOf() reads the map.
 */
export const domainGetIothreadInfo = remote(
  'domainGetIothreadInfo',
  351,
  onDomainWithFlags,
  counted(struct({ iothreadId: uint, cpumap: opaque(Limit.cpuMap) }), Limit.iothreads),
)

/**
 * `(dom: domain, iothreads_id: u32, cpumap: opaque<2048>, flags: u32) -> ()`, see DomainAffect;
 * cpuMap() makes the map.
 */
export const domainPinIothread = remote(
  'domainPinIothread',
  352,
  struct({ dom: domain, iothreadId: uint, cpumap: opaque(Limit.cpuMap), flags: uint }),
  nothing,
)

/** `(dom: domain, iothread_id, flags: u32) -> ()`, see DomainAffect. */
export const domainAddIothread = remote('domainAddIothread', 355, onIothread, nothing)

/** `(dom: domain, iothread_id, flags: u32) -> ()`, see DomainAffect. */
export const domainDelIothread = remote('domainDelIothread', 356, onIothread, nothing)

/** `(dom: domain, iothread_id: u32, params: param<64>, flags: u32) -> ()`, see DomainAffect. */
export const domainSetIothreadParams = remote(
  'domainSetIothreadParams',
  402,
  struct({
    dom: domain,
    iothreadId: uint,
    params: array(typedParam, Limit.iothreadParams),
    flags: uint,
  }),
  nothing,
)
