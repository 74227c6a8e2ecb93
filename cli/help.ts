import type { Action } from '../contract/describe.ts'
import { readActionDoc } from './docs.ts'
import type { Handler, Tree } from './tree.ts'
import { canWait, waitWord } from './wait.ts'

/** A word and what it means. */
export type Entry = readonly [string, string]

export const commandEntries: readonly Entry[] = [
  [
    'login PROFILE URL [KEY|-]',
    'Remember a server and a key; - reads the key from standard input.',
  ],
  ['logout PROFILE', 'Forget a profile.'],
  ['list', 'Show the profiles.'],
  ['refresh [PROFILE ...]', 'Learn anew what the servers can do.'],
  ['completion bash|zsh|fish', 'Print what makes the Tab key complete these words.'],
]

const optionEntries: readonly Entry[] = [
  ['-h, --help', 'Help, at every level.'],
  ['-d, --debug', 'Show request and headers of the answer, without the key.'],
  ['-k, --insecure', 'Accept any certificate.'],
]

const tableEntry: Entry = ['--table', 'Print a table for people instead of JSON.']

const exitEntries: readonly Entry[] = [
  ['0', 'Done.'],
  ['1', 'The server cannot be reached, or is none, or refuses the key at login.'],
  ['2', 'It refused; or the line cannot be followed.'],
  ['3', 'A wait ran out of time.'],
]

type Width = { width: number }

export function topHelp(profiles: Iterable<string>, { width }: Width): string {
  const known = [...profiles]
  return sections(
    'Usage: maas COMMAND ...\n       maas PROFILE HANDLER ACTION [ID ...] [KEY=VALUE ...] [KEY@=FILE ...]',
    'Talks to Podyard, and to any server with the MAAS 2.0 API.',
    `Commands:\n${columns(commandEntries, width)}`,
    known.length > 0
      ? `Profiles, each with its own help:\n${columns(
          known.map((name) => [name, `maas ${name} --help`] as const),
          width,
        )}`
      : 'There is no profile yet: maas login PROFILE URL',
    `Options:\n${columns([...optionEntries, ['--version', 'Print the version.']], width)}`,
    `Exit code:\n${columns(exitEntries, width)}`,
  )
}

const loginOptions: readonly Entry[] = [
  ['--cacerts FILE', 'Certificates (PEM) to trust besides the usual; kept with the profile.'],
]

export function commandHelp(name: string, { width }: Width): string {
  const [line = name, text = ''] =
    commandEntries.find(([each]) => each.split(' ', 1)[0] === name) ?? []
  const options = name === 'login' ? [...loginOptions, ...optionEntries] : optionEntries
  return sections(`Usage: maas ${line}`, text, `Options:\n${columns(options, width)}`)
}

export function profileHelp(name: string, url: string, tree: Tree, { width }: Width): string {
  const handlers = [...tree.values()].map((handler): Entry => [handler.word, summary(handler)])
  return sections(
    `Usage: maas ${name} HANDLER ACTION [ID ...] [KEY=VALUE ...] [KEY@=FILE ...]`,
    `Talks to ${url}`,
    `Handlers:\n${columns(handlers, width)}`,
  )
}

export function handlerHelp(profile: string, handler: Handler, { width }: Width): string {
  const actions = [...handler.actions].map(([word, { doc }]): Entry => [word, firstLine(doc)])
  if (canWait(handler)) actions.push([waitWord, 'Wait until it has become as you want it.'])
  const variables = handler.params.map((name) => ` ${name.toUpperCase()}`).join('')
  return sections(
    `Usage: maas ${profile} ${handler.word} ACTION${variables} [KEY=VALUE ...] [KEY@=FILE ...]`,
    listsActions(handler) ? '' : handler.doc,
    `Actions:\n${columns(actions, width)}`,
  )
}

export function actionHelp(
  profile: string,
  { word, params }: Handler,
  [actionWord, action]: readonly [string, Action],
  { width }: Width,
): string {
  const { title, text, fields } = readActionDoc(action.doc)
  const own = fields.filter(({ name }) => !params.includes(name))
  const sorted = [
    ...own.filter((field) => field.required),
    ...own.filter((field) => !field.required),
  ]
  const entries = sorted.map(({ name, required, type, text: said }): Entry => {
    const kind = type && type !== 'String' ? `${type}. ` : ''
    return [`${name}=`, `${required ? 'Required. ' : ''}${kind}${said}`]
  })
  const variables = params.map((name) => ` ${name.toUpperCase()}`).join('')
  const takesFields = own.length > 0 || fields.length === 0
  return sections(
    `Usage: maas ${profile} ${word} ${actionWord}${variables}${takesFields ? ' [KEY=VALUE ...] [KEY@=FILE ...]' : ''}`,
    title,
    text
      .split('\n\n')
      .map((paragraph) => (/^\s/m.test(paragraph) ? paragraph : wrap(paragraph, width).join('\n')))
      .join('\n\n'),
    entries.length > 0 ? `Fields:\n${columns(entries, width)}` : '',
    `Options:\n${columns([...optionEntries, tableEntry], width)}`,
  )
}

export function waitHelp(profile: string, { word, params }: Handler, { width }: Width): string {
  const variables = params.map((name) => ` ${name.toUpperCase()}`).join('')
  return sections(
    `Usage: maas ${profile} ${word} ${waitWord}${variables} KEY=VALUE [KEY=VALUE ...] [timeout=SECONDS]`,
    'Reads it again and again until every KEY has its VALUE, then prints it.',
    `Keys:\n${columns(
      [
        ['KEY=', 'Any field of what read prints; one inside another with dots: zone.name=default.'],
        [
          'status=',
          'Of a machine, by name or number: status=Deployed. A failed one ends the wait.',
        ],
        ['state=', 'Of a pod: online, offline or connecting.'],
        ['timeout=', 'Integer. Seconds to wait at most. Default: 600.'],
      ],
      width,
    )}`,
    'Exit code: 0 it has become so, 2 it failed or is gone, 3 the time ran out.',
  )
}

/** Podyard describes a handler by the titles of its actions, which in a list of handlers are too long. */
const listsActions = ({ doc, actions }: Handler) =>
  doc === [...actions.values()].map((action) => firstLine(action.doc)).join('; ')
/** What a handler is, or can do, in a line. */
export const summary = (handler: Handler) =>
  listsActions(handler) ? [...handler.actions.keys()].join(', ') : firstLine(handler.doc)
const firstLine = (doc: string) => doc.trim().split('\n', 1)[0] ?? ''
const sections = (...parts: string[]) => parts.filter((part) => part.trim() !== '').join('\n\n')

/** Two columns, the second wrapped. */
function columns(entries: readonly Entry[], width: number): string {
  const left = Math.min(28, Math.max(0, ...entries.map(([word]) => word.length))) + 4
  return entries
    .flatMap(([word, text]) => {
      const lines = wrap(text, Math.max(30, width - left))
      const [first = '', ...more] = word.length > left - 4 ? ['', ...lines] : lines
      return [`  ${word.padEnd(left - 2)}${first}`, ...more.map((line) => ' '.repeat(left) + line)]
    })
    .map((line) => line.trimEnd())
    .join('\n')
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}
