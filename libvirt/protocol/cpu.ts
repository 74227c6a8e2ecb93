import { array } from '../xdr/collections.ts'
import { int, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { xmlWithFlags } from './shapes.ts'
import { counted, flag, optionalString, string } from './types.ts'

/** `(type: *string) -> (max_vcpus: int)`: per domain of this type. */
export const connectGetMaxVcpus = remote(
  'connectGetMaxVcpus',
  5,
  struct({ type: optionalString }),
  int,
)

/** `(arch: string, need_results: int, flags: u32) -> (models: string<8192>, ret: int)`. */
export const connectGetCpuModelNames = remote(
  'connectGetCpuModelNames',
  312,
  struct({ arch: string, needResults: flag, flags: uint }),
  counted(string, Limit.cpuModels),
)

/** `(xml: string, flags: u32) -> (result: int)`, see CpuCompare and CpuCompareFlag. */
export const connectCompareCpu = remote('connectCompareCpu', 158, xmlWithFlags, int)

/**
 * `(xmlCPUs: string<256>, flags: u32) -> (cpu: string)`: XML of a CPU all of them have; see
 * BaselineCpuFlag.
 */
export const connectBaselineCpu = remote(
  'connectBaselineCpu',
  162,
  struct({ xmlCpus: array(string, Limit.baselineCpus), flags: uint }),
  string,
)

/**
 * `(emulator, arch, machine, virttype: *string, xmlCPU: string, flags: u32) -> (result: int)`: with
 * what the hypervisor can do; see CpuCompare and CpuCompareFlag.
 */
export const connectCompareHypervisorCpu = remote(
  'connectCompareHypervisorCpu',
  393,
  struct({
    emulator: optionalString,
    arch: optionalString,
    machine: optionalString,
    virttype: optionalString,
    xmlCpu: string,
    flags: uint,
  }),
  int,
)

/**
 * `(emulator, arch, machine, virttype: *string, xmlCPUs: string<256>, flags: u32) -> (cpu:
 * string)`: XML of a CPU all of them have; see BaselineCpuFlag.
 */
export const connectBaselineHypervisorCpu = remote(
  'connectBaselineHypervisorCpu',
  394,
  struct({
    emulator: optionalString,
    arch: optionalString,
    machine: optionalString,
    virttype: optionalString,
    xmlCpus: array(string, Limit.baselineCpus),
    flags: uint,
  }),
  string,
)
