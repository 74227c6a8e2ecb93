/** Reads a MAAS, with GET alone, and makes a bundle of what it knows. */
import * as z from 'zod/mini'
import { Bundle, bundleProblem, bundleVersion } from '../../contract/bundle.ts'
import { authorization } from '../../contract/oauth.ts'
import { AppError, fieldError } from '../errors.ts'

export type MaasLimits = {
  /** Milliseconds for all of it. */
  totalMs: number
  /** Milliseconds for one answer. */
  answerMs: number
  /** Bytes of one answer. */
  answerBytes: number
}

export const maasLimits: MaasLimits = {
  totalMs: 300_000,
  answerMs: 60_000,
  answerBytes: 256 * 1024 * 1024,
}

// What MAAS adds from one version to the next is of no interest; what it once had not is made up for.
const named = z.nullish(z.object({ name: z.string() }))
const text = z.nullish(z.string())
const Groups = z.array(z.object({ name: z.string(), description: text }))
const Tags = z.array(z.object({ name: z.string(), comment: text, definition: text }))
const Pods = z.array(
  z.object({
    id: z.int(),
    name: z.string(),
    type: z.string(),
    zone: named,
    pool: named,
    tags: z.nullish(z.array(z.string())),
    cpu_over_commit_ratio: z.nullish(z.number()),
    memory_over_commit_ratio: z.nullish(z.number()),
    storage_pools: z.nullish(z.array(z.object({ id: z.string(), default: z.boolean() }))),
  }),
)
const Parameters = z.object({ power_address: z.string(), power_pass: text })
const Machines = z.array(
  z.object({
    hostname: z.string(),
    owner: text,
    pod: named,
    zone: named,
    pool: named,
    tag_names: z.nullish(z.array(z.string())),
    interface_set: z.nullish(z.array(z.object({ mac_address: text }))),
  }),
)

type Reader = <S extends z.ZodMiniType>(path: string, schema: S) => Promise<z.output<S> | undefined>

/**
 * @throws AppError: on the field `url`, why it cannot be read or is no MAAS; on the field `key`, that it is refused
 */
export async function readMaas(
  url: string,
  key: string,
  signal: AbortSignal,
  limits: MaasLimits = maasLimits,
): Promise<Bundle> {
  const get = createReader(apiOf(url), key, signal, limits)
  const read = async <S extends z.ZodMiniType>(path: string, schema: S): Promise<z.output<S>> => {
    const answer = await get(path, schema)
    if (answer === undefined) throw notMaas(`it has no ${path}`)
    return answer
  }

  await read('version/', z.object({ version: z.string(), capabilities: z.array(z.string()) }))
  const zones = await read('zones/', Groups)
  // Older ones have no resource pools; newer ones have another word for pods.
  const resourcePools = (await get('resourcepools/', Groups)) ?? []
  const tags = await read('tags/', Tags)
  const found = await get('pods/', Pods)
  const folder = found ? 'pods/' : 'vm-hosts/'
  const pods = found ?? (await read(folder, Pods))
  const machines = await read('machines/', Machines)

  const powered = []
  for (const pod of pods) {
    // Certificates and the like of other kinds are of no use here.
    const { power_address, power_pass } =
      pod.type === 'virsh'
        ? await read(`${folder}${pod.id}/?op=parameters`, Parameters)
        : { power_address: '', power_pass: '' }
    powered.push({
      name: pod.name,
      type: pod.type,
      power_address,
      power_pass: power_pass ?? '',
      zone: nameOf(pod.zone),
      pool: nameOf(pod.pool),
      tags: pod.tags ?? [],
      cpu_over_commit_ratio: pod.cpu_over_commit_ratio ?? 1,
      memory_over_commit_ratio: pod.memory_over_commit_ratio ?? 1,
      default_storage_pool: pod.storage_pools?.find((each) => each.default)?.id ?? null,
    })
  }
  const bundle = Bundle.safeParse({
    podyard_bundle: bundleVersion,
    zones: zones.map(described),
    resource_pools: resourcePools.map(described),
    tags: tags.map(({ name, comment, definition }) => ({
      name,
      comment: comment ?? '',
      definition: definition ?? '',
    })),
    pods: powered,
    machines: machines.map(({ hostname, owner, pod, zone, pool, tag_names, interface_set }) => ({
      hostname,
      owner: owner ?? '',
      pod: pod?.name ?? null,
      mac_addresses: (interface_set ?? []).flatMap(({ mac_address }) => mac_address || []),
      zone: nameOf(zone),
      pool: nameOf(pool),
      tags: tag_names ?? [],
    })),
  } satisfies Record<keyof Bundle, unknown>)
  if (bundle.success) return bundle.data
  throw fieldError('url', `That MAAS has more than can be brought. ${bundleProblem(bundle.error)}`)
}

const nameOf = (group: { name: string } | null | undefined) => group?.name ?? 'default'

const described = ({ name, description }: z.output<typeof Groups>[number]) => ({
  name,
  description: description ?? '',
})

const notMaas = (reason: string) =>
  fieldError(
    'url',
    `This does not look like a MAAS: ${reason}. Give its address as a browser shows it.`,
  )

/** `http://maas:5240/MAAS` in whatever form people have it -> the root of its API. */
function apiOf(address: string): URL {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    throw fieldError('url', 'Enter an address such as http://maas.example:5240/MAAS/.')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw fieldError('url', 'The address must begin with http:// or https://.')
  }
  if (url.username !== '' || url.password !== '') {
    throw fieldError('url', 'Leave the user name and password out of the address.')
  }
  // What a browser shows, or what the API itself says.
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(api\/2\.0|r|l)(\/.*)?$/, '')
  return new URL(`${url.origin}${path}/api/2.0/`)
}

/** Undefined for what is not there. */
function createReader(api: URL, key: string, gone: AbortSignal, limits: MaasLimits): Reader {
  const all = AbortSignal.any([gone, AbortSignal.timeout(limits.totalMs)])
  return async (path, schema) => {
    const answer = await fetch(new URL(path, api), {
      headers: { authorization: authorization(key), accept: 'application/json' },
      // The key is for this server and no other.
      redirect: 'manual',
      signal: AbortSignal.any([all, AbortSignal.timeout(limits.answerMs)]),
    }).catch((error: unknown) => {
      throw unreachable(error, gone)
    })
    const { status } = answer
    if (status !== 200) await answer.body?.cancel()
    if (status === 404) return undefined
    if (status !== 200) throw refusal(status, path)
    const document = await readJson(answer, limits.answerBytes).catch((error: unknown) => {
      throw error instanceof AppError ? error : unreachable(error, gone)
    })
    const parsed = schema.safeParse(document)
    if (parsed.success) return parsed.data
    throw notMaas(`${path} has another form (${bundleProblem(parsed.error)})`)
  }
}

async function readJson(answer: Response, most: number): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > most) throw notMaas(`an answer is larger than ${most} bytes`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    // Never what it says instead: whoever asks shall not read other servers through us.
    throw notMaas('it does not answer in JSON')
  }
}

function refusal(status: number, path: string): AppError {
  if (status === 401) return fieldError('key', 'That MAAS refused the key.')
  if (status === 403) return fieldError('key', 'The key must be that of an admin of that MAAS.')
  if (status === 410) {
    return fieldError(
      'url',
      'That MAAS has no pods any more: 3.8 removed them. Import from one of 3.7 or older, such as a restored backup.',
    )
  }
  if (status >= 300 && status < 400) {
    return notMaas('it sends us to another address, which is not followed')
  }
  return notMaas(`it answers ${path} with status ${status}`)
}

const causes: Record<string, string> = {
  ENOTFOUND: 'Nobody knows a host of that name.',
  EAI_AGAIN: 'The name cannot be looked up at the moment.',
  ECONNREFUSED: 'The host is up, but nothing listens on that port.',
  EHOSTUNREACH: 'There is no way to that host.',
  ENETUNREACH: 'There is no way to that network.',
  ECONNRESET: 'The connection was cut off.',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'Its certificate is signed by itself. Start Podyard with NODE_EXTRA_CA_CERTS=FILE to trust it.',
  SELF_SIGNED_CERT_IN_CHAIN:
    'Its certificate is signed by somebody unknown. Start Podyard with NODE_EXTRA_CA_CERTS=FILE to trust them.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'Its certificate is signed by somebody unknown. Start Podyard with NODE_EXTRA_CA_CERTS=FILE to trust them.',
  CERT_HAS_EXPIRED: 'Its certificate has expired.',
  UND_ERR_SOCKET: 'The connection was cut off.',
}

function unreachable(error: unknown, gone: AbortSignal): AppError {
  if (gone.aborted) return new AppError('bad_request', 'The client went away.', { cause: error })
  const { name, cause } = error as Error & { cause?: { code?: string } }
  const reason =
    name === 'TimeoutError'
      ? 'It does not answer in time.'
      : (causes[cause?.code ?? ''] ?? 'It does not speak HTTP there.')
  return new AppError('invalid_input', `That MAAS cannot be reached. ${reason}`, {
    fieldErrors: { url: [`That MAAS cannot be reached. ${reason}`] },
    cause: error,
  })
}
