import type { Codec } from '../../xdr/codec.ts'
import * as libvirt from '../../index.ts'
import { remoteError } from '../../rpc/libvirt-error.ts'
import { packetHeader } from '../../rpc/packet.ts'
import type { EventMessage, Procedure } from '../../rpc/procedure.ts'

type AnyProcedure = Procedure<unknown, unknown>
type AnyMessage = EventMessage<unknown>

const isDeclaration = (value: unknown): value is AnyProcedure | AnyMessage =>
  typeof value === 'object' && value !== null && 'number' in value && 'program' in value

/** All that is exported, whoever adds to it; events bring two procedures of their own. */
const exported = Object.values<unknown>(libvirt).filter(isDeclaration)
const declared = exported.concat(
  exported.flatMap((value) => Object.values<unknown>({ ...value }).filter(isDeclaration)),
)

const unique = <T extends { readonly program: number; readonly number: number }>(all: T[]): T[] => [
  ...new Map(all.map((one) => [`${one.program}:${one.number}`, one])).values(),
]

export const procedures = unique(declared.filter((value) => 'result' in value))
export const messages = unique(declared.filter((value) => 'payload' in value))

export interface NamedCodec {
  readonly name: string
  readonly codec: Codec<unknown>
}

const named = <T>(name: string, codec: Codec<T>): NamedCodec => ({
  name,
  codec,
})

/** Every type that is declared: arguments, results, payloads, errors, headers. */
export const codecs: readonly NamedCodec[] = [
  ...procedures.map(({ name, result }) => named(`${name} result`, result)),
  ...procedures.map(({ name, args }) => named(`${name} args`, args)),
  ...messages.map(({ name, payload }) => named(name, payload)),
  named('error', remoteError),
  named('header', packetHeader),
]

export const codecIndex = (name: string) => codecs.findIndex((codec) => codec.name === name)
