import { describeFields } from '../../../contract/describe.ts'
import type { Endpoint } from '../../../contract/endpoint.ts'
import { type EndpointName, endpoints } from '../../../contract/endpoints.ts'
import type * as z from 'zod/mini'

/** One endpoint as it is listed and shown. */
export type Entry = {
  name: EndpointName
  endpoint: Endpoint
  /** First line of its text. */
  title: string
  /** The rest, by paragraph. */
  paragraphs: string[]
  /** With its `op`, as it stands behind the server's address. */
  address: string
}

export type Group = { title: string; entries: Entry[] }

/** What belongs to no handler of MAAS: logging in and out of the UI. */
const noHandler = 'Accounts'

export const entries: Entry[] = Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => {
  const [title = '', ...paragraphs] = endpoint.doc.split('\n\n')
  const address = endpoint.path + (endpoint.op === undefined ? '' : `?op=${endpoint.op}`)
  return { name: name as EndpointName, endpoint, title, paragraphs, address }
})

export const findEntry = (name: string | undefined) => entries.find((entry) => entry.name === name)

/** By handler, those in which every word of the search is found. */
export function findGroups(search: string): Group[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = entries.filter((entry) => words.every((word) => textOf(entry).includes(word)))
  return [...Map.groupBy(found, ({ endpoint }) => endpoint.handler ?? noHandler)].map(
    ([handler, members]) => ({ title: spaced(handler), entries: members }),
  )
}

const textOf = ({ name, endpoint, address }: Entry) =>
  [
    name,
    endpoint.method,
    address,
    endpoint.handler,
    endpoint.doc,
    ...describeFields(endpoint.input).map((field) => field.name),
  ]
    .join(' ')
    .toLowerCase()

/** `ResourcePools` -> `Resource pools`, `VmHosts` -> `VM hosts`, `SSHKeys` -> `SSH keys` */
const spaced = (handler: string) =>
  handler
    .replaceAll(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .split(' ')
    .map((word, index) => (index === 0 || /^[A-Z]+$/.test(word) ? word : word.toLowerCase()))
    .join(' ')
    .replaceAll(/\b(vm|ssh)\b/gi, (acronym) => acronym.toUpperCase())

/** What an answer holds: one object or a list of them. */
export function answerOf({ response }: Endpoint): { list: boolean; keys: string[] } | undefined {
  if (!response) return undefined
  const list = response.def.type === 'array'
  const each = list ? (response as z.ZodMiniArray<z.ZodMiniType>).def.element : response
  const keys = each.def.type === 'object' ? Object.keys((each as z.ZodMiniObject).def.shape) : []
  return { list, keys }
}
