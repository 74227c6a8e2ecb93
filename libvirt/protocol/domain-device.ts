import { array } from '../xdr/collections.ts'
import { int, nothing, safeHyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { typedParam } from './typed-param.ts'
import { domain, optionalString, string } from './types.ts'

const deviceArgs = struct({ dom: domain, xml: string, flags: uint })

/** `(dom: domain, xml: string, flags: u32) -> ()`, see DomainAffect. */
export const domainAttachDeviceFlags = remote('domainAttachDeviceFlags', 160, deviceArgs, nothing)

/** `(dom: domain, xml: string, flags: u32) -> ()`. Done only when the guest lets go: an event. */
export const domainDetachDeviceFlags = remote('domainDetachDeviceFlags', 161, deviceArgs, nothing)

/**
 * `(dom: domain, alias: string, flags: u32) -> ()`: like domainDetachDeviceFlags, by the device's
 * alias.
 */
export const domainDetachDeviceAlias = remote(
  'domainDetachDeviceAlias',
  392,
  struct({ dom: domain, alias: string, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, xml: string, flags: u32) -> ()`: a link's state, a medium, a password; see
 * DomainAffect and DomainDeviceModifyFlag.
 */
export const domainUpdateDeviceFlags = remote('domainUpdateDeviceFlags', 174, deviceArgs, nothing)

/**
 * `(dom: domain, type, flags: u32) -> ()`: reads the TLS certificates of VNC anew; `type` 1. Since
 * libvirt 10.2.
 */
export const domainGraphicsReload = remote(
  'domainGraphicsReload',
  448,
  struct({ dom: domain, type: uint, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, source, flags: u32) -> (ifaces: (name: string, hwaddr: *string, addrs: (type: int,
 * addr: string, prefix: u32)<2048>)<2048>)`, see InterfaceAddressSource.
 */
export const domainInterfaceAddresses = remote(
  'domainInterfaceAddresses',
  353,
  struct({ dom: domain, source: uint, flags: uint }),
  array(
    struct({
      name: string,
      hwaddr: optionalString,
      addrs: array(struct({ type: int, addr: string, prefix: uint }), Limit.addressesPerInterface),
    }),
    Limit.interfaces,
  ),
)

/**
 * `(dom: domain, device: string) -> (rx_bytes, rx_packets, rx_errs, rx_drop, tx_bytes, tx_packets,
 * tx_errs, tx_drop: i64)`: `device` is the host's side, such as vnet0. -1 for what is not counted.
 */
export const domainInterfaceStats = remote(
  'domainInterfaceStats',
  65,
  struct({ dom: domain, device: string }),
  struct({
    rxBytes: safeHyper,
    rxPackets: safeHyper,
    rxErrs: safeHyper,
    rxDrop: safeHyper,
    txBytes: safeHyper,
    txPackets: safeHyper,
    txErrs: safeHyper,
    txDrop: safeHyper,
  }),
)

/**
 * `(dom: domain, device: string, nparams: int, flags: u32) -> (params: param<16>, nparams: int)`:
 * bandwidth; see DomainAffect.
 */
export const domainGetInterfaceParameters = remote(
  'domainGetInterfaceParameters',
  257,
  struct({ dom: domain, device: string, nparams: int, flags: uint }),
  struct({ params: array(typedParam, Limit.interfaceParams), nparams: int }),
)

/**
 * `(dom: domain, device: string, params: param<16>, flags: u32) -> ()`: inbound.average,
 * inbound.peak, inbound.burst and outbound (uint, KiB/s and KiB); see DomainAffect.
 */
export const domainSetInterfaceParameters = remote(
  'domainSetInterfaceParameters',
  256,
  struct({
    dom: domain,
    device: string,
    params: array(typedParam, Limit.interfaceParams),
    flags: uint,
  }),
  nothing,
)
