import { nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { remoteStream } from './remote.ts'
import { domain, optionalString, storageVol } from './types.ts'

// Everything here is called by `openStream`. Sparse streams (flag 1 of upload and download) are not
// spoken: never set that flag.

const range = struct({ vol: storageVol, offset: safeUhyper, length: safeUhyper, flags: uint })

/**
 * `(vol: vol, offset: u64, length: u64, flags: u32) -> ()`: bytes. More than `length` is refused, less is accepted
 * silently; with `length` 0 all that comes is taken. `uploadVolume` counts.
 */
export const storageVolUpload = remoteStream('storageVolUpload', 208, 'send', range, nothing)

/** `(vol: vol, offset: u64, length: u64, flags: u32) -> ()`: bytes; `length` 0 means up to the end. */
export const storageVolDownload = remoteStream('storageVolDownload', 209, 'receive', range, nothing)

/**
 * `(dom: domain, devname: *string, flags: u32) -> ()`, see DomainConsoleFlag. The first serial port
 * or console unless `devname`, an alias such as `serial0`, says otherwise.
 */
export const domainOpenConsole = remoteStream(
  'domainOpenConsole',
  201,
  'both',
  struct({ dom: domain, devname: optionalString, flags: uint }),
  nothing,
)

/** `(dom: domain, name: *string, flags: u32) -> ()`: a virtio channel of the guest, by target name or alias. */
export const domainOpenChannel = remoteStream(
  'domainOpenChannel',
  296,
  'both',
  struct({ dom: domain, name: optionalString, flags: uint }),
  nothing,
)

/** `(dom: domain, screen: u32, flags: u32) -> (mime: *string)`: an image of that type. */
export const domainScreenshot = remoteStream(
  'domainScreenshot',
  211,
  'receive',
  struct({ dom: domain, screen: uint, flags: uint }),
  optionalString,
)
