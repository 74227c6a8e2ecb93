/** The description of a server as the words that may be typed. */
import type { Action, Description, HandlerDescription } from '../contract/describe.ts'
import { actionWord } from '../contract/command-words.ts'
import { handlerWord, nearest } from './names.ts'
import { usageError } from './errors.ts'

export type Handler = {
  word: string
  doc: string
  /** With `{name}` for each of `params`. */
  path: string
  params: string[]
  actions: Map<string, Action>
}

export type Tree = Map<string, Handler>

/** Without a key, only what needs none. */
export function createTree(description: Description, anonymous: boolean): Tree {
  const handlers = description.resources.flatMap((resource): [string, Handler][] => {
    const described = anonymous ? resource.anon : (resource.auth ?? resource.anon)
    if (!described) return []
    // Where both have an action, the one of those who are logged in counts.
    const parts = anonymous ? [resource.anon] : [resource.anon, resource.auth]
    const actions = parts.flatMap((part) => part?.actions ?? []).map(documented)
    const word = handlerWord(resource.name)
    return [
      [
        word,
        {
          word,
          doc: documented(described).doc,
          path: pathOf(described),
          params: described.params,
          actions: new Map(actions.map((action) => [actionWord(action.name), action])),
        },
      ],
    ]
  })
  return new Map(handlers.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** MAAS has actions that nobody described: null. */
const documented = <T extends { doc: string | null }>(described: T) => ({
  ...described,
  doc: described.doc ?? '',
})

/** The oldest servers give the whole address alone. */
const pathOf = ({ path, uri }: HandlerDescription) => path || uri.replace(/^[a-z]+:\/\/[^/]+/i, '')

/** Throws `usageError` with what is near. */
export function findHandler(tree: Tree, word: string, profile: string): Handler {
  const found = tree.get(word)
  if (found) return found
  throw usageError(
    `There is no handler ${word} in profile ${profile}.${didYouMean(word, tree.keys())}`,
    `maas ${profile} --help lists them; if the server is newer than the profile: maas refresh`,
  )
}

/** Both `add-tag` and `add_tag` are understood. Throws `usageError` with what is near. */
export function findAction(handler: Handler, word: string, profile: string): Action {
  const found = handler.actions.get(actionWord(word))
  if (found) return found
  const known = [...handler.actions.keys()]
  throw usageError(
    `There is no action ${word} of ${handler.word}.${didYouMean(word, known)} It has: ${known.join(', ')}.`,
    `maas ${profile} ${handler.word} --help describes them; if the server is newer than the profile: maas refresh`,
  )
}

export function didYouMean(word: string, known: Iterable<string>): string {
  const near = nearest(word, known)
  return near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : ''
}
