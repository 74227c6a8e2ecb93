import { opaque } from '../xdr/bytes.ts'
import { int, nothing, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { byUuid, listArgs, xmlWithFlags } from './shapes.ts'
import { counted, secret, string } from './types.ts'

const onSecretWithFlags = struct({ secret, flags: uint })

/** `(need_results: int, flags: u32) -> (secrets: secret<16384>, ret: u32)`, see SecretListFlag. */
export const connectListAllSecrets = remote(
  'connectListAllSecrets',
  287,
  listArgs,
  counted(secret, Limit.secrets),
)

/** `(uuid: uuid) -> (secret: secret)`. */
export const secretLookupByUuid = remote('secretLookupByUuid', 141, byUuid, secret)

/** `(usageType: int, usageID: string) -> (secret: secret)`, see SecretUsageType. */
export const secretLookupByUsage = remote(
  'secretLookupByUsage',
  147,
  struct({ usageType: int, usageId: string }),
  secret,
)

/** `(xml: string, flags: u32) -> (secret: secret)`, see SecretDefineFlag. */
export const secretDefineXml = remote('secretDefineXml', 142, xmlWithFlags, secret)

/** `(secret: secret, flags: u32) -> (xml: string)`. Never holds the value. */
export const secretGetXmlDesc = remote('secretGetXmlDesc', 143, onSecretWithFlags, string)

/**
 * `(secret: secret, value: opaque<65536>, flags: u32) -> ()`. The bytes are the value: no base64
 * here.
 */
export const secretSetValue = remote(
  'secretSetValue',
  144,
  struct({ secret, value: opaque(Limit.secretValue), flags: uint }),
  nothing,
)

/**
 * `(secret: secret, flags: u32) -> (value: opaque<65536>)`. VIR_ERR_INVALID_SECRET for a private
 * one, VIR_ERR_NO_SECRET where none was set.
 */
export const secretGetValue = remote(
  'secretGetValue',
  145,
  onSecretWithFlags,
  opaque(Limit.secretValue),
)

/** `(secret: secret) -> ()`. */
export const secretUndefine = remote('secretUndefine', 146, struct({ secret }), nothing)
