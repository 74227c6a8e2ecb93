import { actionWord } from '../contract/command-words.ts'
import { readActionDoc } from './docs.ts'
import { commandEntries, type Entry, summary } from './help.ts'
import type { Profile } from './profiles.ts'
import { createTree, type Handler } from './tree.ts'
import { canWait, waitWord } from './wait.ts'

const optionEntries: readonly Entry[] = [
  ['--help', 'help'],
  ['--debug', 'show request and headers'],
  ['--insecure', 'accept any certificate'],
]
const table: Entry = ['--table', 'print a table']

/** What may follow. The last word is the one that is being typed, empty when it was not begun. */
export function complete(words: readonly string[], profiles: Map<string, Profile>): Entry[] {
  const before = words.slice(0, -1).filter((word) => !word.startsWith('-'))
  const typed = words.at(-1) ?? ''
  const fits = ([word]: Entry) => word.startsWith(typed) && word !== typed
  if (typed.startsWith('-')) return options(before).filter(fits)
  return candidates(before, profiles).filter(fits)
}

function options([command]: readonly string[]): Entry[] {
  if (command === 'login') return [...optionEntries, ['--cacerts', 'certificates to trust']]
  return [...optionEntries, table]
}

function candidates(before: readonly string[], profiles: Map<string, Profile>): Entry[] {
  const [first, ...rest] = before
  const names = [...profiles.values()].map(({ name, url }): Entry => [name, url])
  switch (first) {
    case undefined:
      return [...names, ...commandEntries.map(([line, text]): Entry => [word(line), text])]
    case 'logout':
      return rest.length === 0 ? names : []
    case 'refresh':
      return names.filter(([name]) => !rest.includes(name))
    case 'completion':
      return rest.length === 0 ? ['bash', 'zsh', 'fish'].map((shell): Entry => [shell, '']) : []
  }
  const profile = profiles.get(first)
  return profile ? inProfile(profile, rest) : []
}

function inProfile(profile: Profile, [handlerWord, action, ...rest]: readonly string[]): Entry[] {
  const tree = createTree(profile.description, profile.key === null)
  if (handlerWord === undefined) {
    return [...tree.values()].map((each) => [each.word, title(summary(each))])
  }
  const handler = tree.get(handlerWord)
  if (!handler) return []
  if (action === undefined) return actions(handler)
  if (rest.length < handler.params.length) return []
  const given = new Set(rest.slice(handler.params.length).map((each) => each.split(/@?=/, 1)[0]))
  return fields(handler, action).filter(([name]) => !given.has(name.slice(0, -1)))
}

function actions(handler: Handler): Entry[] {
  const entries = [...handler.actions].map(([name, { doc }]): Entry => [name, title(doc)])
  return canWait(handler) ? [...entries, [waitWord, 'Wait until it has become so']] : entries
}

/** Those that must be given first. */
function fields(handler: Handler, name: string): Entry[] {
  if (name === waitWord && canWait(handler))
    return [
      ['status=', ''],
      ['state=', ''],
      ['timeout=', 'seconds'],
    ]
  const action = handler.actions.get(actionWord(name))
  const known = readActionDoc(action?.doc ?? '').fields
  return known
    .filter((field) => !handler.params.includes(field.name))
    .sort((a, b) => Number(b.required) - Number(a.required))
    .map((field) => [`${field.name}=`, title(field.text)])
}

const word = (line: string) => line.split(' ', 1)[0] ?? ''
const title = (doc: string) => (doc.trim().split('\n', 1)[0] ?? '').replaceAll('\t', ' ')
